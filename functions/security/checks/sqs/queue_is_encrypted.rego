# METADATA
# title: SQS queues are encrypted at rest
# description: >-
#   Looks whether messages are encrypted while they wait, with a key of SQS or one of KMS.
# custom:
#   severity: medium
#   risk: >-
#     Messages that wait lie in clear.
#   remediation:
#     text: >-
#       Turn on encryption with keys of SQS, or with a key of KMS where access to it has to be limited.
#     cli: >-
#       aws sqs set-queue-attributes --queue-url <queue> --attributes SqsManagedSseEnabled=true
#     cloudformation: |
#       SqsManagedSseEnabled: true
#     terraform: |
#       resource "aws_sqs_queue" "this" {
#         sqs_managed_sse_enabled = true
#       }
#   resource_types: [AWS::SQS::Queue]
#   frameworks:
#     fsbp: [SQS.1]
package pantheon.checks.sqs.queue_is_encrypted

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["GetQueueAttributes"])

deny contains "Messages are not encrypted at rest." if not encrypted

encrypted if input.properties.SqsManagedSseEnabled == true

encrypted if object.get(input.properties, "KmsMasterKeyId", "") != ""
