# METADATA
# title: SNS topics sign messages with SHA-256
# description: >-
#   Looks whether the messages to HTTP endpoints are signed with SHA-256 instead of SHA-1, which is the
#   default.
# custom:
#   severity: low
#   risk: >-
#     SHA-1 is broken: whoever receives messages cannot be as sure that they come from SNS.
#   remediation:
#     text: >-
#       Set the version of signatures to 2, once receivers verify both.
#     cli: >-
#       aws sns set-topic-attributes --topic-arn <topic> --attribute-name SignatureVersion --attribute-value
#       2
#     cloudformation: |
#       SignatureVersion: "2"
#     terraform: |
#       resource "aws_sns_topic" "this" {
#         signature_version = 2
#       }
#   resource_types: [AWS::SNS::Topic]
package pantheon.checks.sns.topic_signs_with_sha_256

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["GetTopicAttributes"])

deny contains "Messages are signed with SHA-1." if object.get(input.properties, "SignatureVersion", "1") != "2"
