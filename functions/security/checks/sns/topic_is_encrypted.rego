# METADATA
# title: SNS topics are encrypted with a key of KMS
# description: >-
#   Looks whether messages are encrypted with a key of KMS while the topic holds them.
# custom:
#   severity: medium
#   risk: >-
#     Messages that wait for delivery lie in clear, and there is no permission on a key to withhold.
#   remediation:
#     text: >-
#       Set a key of KMS, one of your own if other accounts or services publish.
#     cli: >-
#       aws sns set-topic-attributes --topic-arn <topic> --attribute-name KmsMasterKeyId --attribute-value
#       <key>
#     cloudformation: |
#       KmsMasterKeyId: !Ref Key
#     terraform: |
#       resource "aws_sns_topic" "this" {
#         kms_master_key_id = aws_kms_key.this.id
#       }
#   resource_types: [AWS::SNS::Topic]
#   frameworks:
#     fsbp: [SNS.1]
package pantheon.checks.sns.topic_is_encrypted

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["GetTopicAttributes"])

deny contains "No key of KMS is set." if object.get(input.properties, "KmsMasterKeyId", "") == ""
