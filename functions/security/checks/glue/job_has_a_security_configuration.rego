# METADATA
# title: Glue jobs have a security configuration
# description: >-
#   Looks whether the job has a security configuration, which decides with which keys its data, logs and
#   bookmarks are encrypted. What the configuration says is not collected.
# custom:
#   severity: medium
#   risk: >-
#     What is written to buckets, logs and bookmarks is not encrypted with a key that you decide about.
#   remediation:
#     text: >-
#       Make a security configuration with keys of KMS for S3, CloudWatch Logs and bookmarks, and assign it.
#     cli: >-
#       aws glue create-security-configuration --name <name> --encryption-configuration
#       file://encryption.json
#     cloudformation: |
#       SecurityConfiguration: !Ref Strict
#     terraform: |
#       resource "aws_glue_job" "this" {
#         security_configuration = aws_glue_security_configuration.strict.name
#       }
#   resource_types: [AWS::Glue::Job]
package pantheon.checks.glue.job_has_a_security_configuration

import rego.v1

deny contains "There is no security configuration." if {
	object.get(input.properties, "SecurityConfiguration", "") == ""
}
