# METADATA
# title: Trails sign the files that they write
# description: >-
#   Looks whether the trail writes signed digests, by which anybody can prove that no file was changed or removed.
# custom:
#   severity: medium
#   risk: >-
#     An intruder who gets at the bucket takes out the lines about the intrusion, and nobody can tell.
#   remediation:
#     text: >-
#       Turn the validation of log files on.
#     cli: >-
#       aws cloudtrail update-trail --name <trail> --enable-log-file-validation
#     cloudformation: |
#       EnableLogFileValidation: true
#     terraform: |
#       resource "aws_cloudtrail" "this" {
#         enable_log_file_validation = true
#       }
#   resource_types: [AWS::CloudTrail::Trail]
#   frameworks:
#     cis_3.0: ["3.2"]
#     cis_5.0: ["3.2"]
#     cis_7.0: ["4.2"]
#     fsbp: [CloudTrail.4]
package pantheon.checks.cloudtrail.trail_signs_its_files

import rego.v1

deny contains "The validation of log files is off." if {
	object.get(input.properties, "EnableLogFileValidation", false) != true
}
