# METADATA
# title: Log groups are encrypted with a KMS key
# description: >-
#   Looks whether a log group has a key of KMS, and not only the keys of CloudWatch Logs.
# custom:
#   severity: low
#   risk: >-
#     Whoever may read the group reads the logs; a key asks for a second permission, which can be taken away at once.
#   remediation:
#     text: >-
#       Make a key whose policy lets CloudWatch Logs use it for this group, and give it to the group; what was
#       written before stays as it is.
#     cli: >-
#       aws logs associate-kms-key --log-group-name <group> --kms-key-id <key>
#     cloudformation: |
#       KmsKeyId: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_cloudwatch_log_group" "this" {
#         kms_key_id = aws_kms_key.logs.arn
#       }
#   resource_types: [AWS::Logs::LogGroup]
package pantheon.checks.logs.log_group_is_encrypted_with_a_kms_key

import rego.v1

# Groups of this class only pass logs on and keep nothing that could be encrypted with a key of one's own.
skip if input.properties.LogGroupClass == "DELIVERY"

deny contains "The group has no KMS key." if object.get(input.properties, "KmsKeyId", "") == ""
