# METADATA
# title: S3 buckets require MFA to delete versions
# description: >-
#   Looks whether MFA delete is on. Buckets with a life cycle in force are left out: S3 does not take
#   both together.
# custom:
#   severity: medium
#   risk: >-
#     With stolen keys alone, an attacker can destroy every version of every object for good, or switch
#     versions off.
#   remediation:
#     text: >-
#       Switch MFA delete on with the credentials and the MFA device of the root user, which nobody else can
#       do; or keep what matters under Object Lock.
#     cli: >-
#       aws s3api put-bucket-versioning --bucket <bucket> --versioning-configuration
#       Status=Enabled,MFADelete=Enabled --mfa "<arn of the device> <code>"
#     terraform: |
#       resource "aws_s3_bucket_versioning" "this" {
#         bucket = aws_s3_bucket.this.id
#         mfa    = "<arn of the device> <code>"
#         versioning_configuration {
#           status     = "Enabled"
#           mfa_delete = "Enabled"
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     cis_3.0: ["2.1.2"]
#     cis_5.0: ["2.1.2"]
#     cis_7.0: ["3.1.2"]
#     fsbp: [S3.20]
package pantheon.checks.s3.bucket_requires_mfa_to_delete

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

skip if count(s3.lifecycle_rules) > 0

unknown := lib.unread(["LifecycleConfiguration", "VersioningConfiguration"])

deny contains "MFA delete is off." if {
	object.get(object.get(input.properties, "VersioningConfiguration", {}), "MFADelete", "Disabled") != "Enabled"
}
