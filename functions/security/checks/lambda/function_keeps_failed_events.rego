# METADATA
# title: Lambda functions keep events that they could not handle
# description: >-
#   Looks whether the function has a dead letter queue. Destinations, which may do the same, are not read.
# custom:
#   severity: informational
#   risk: >-
#     What was sent to the function while it failed is lost without a trace.
#   remediation:
#     text: >-
#       Give the function a queue for what it could not handle, and an alarm on that queue.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --dead-letter-config TargetArn=<queue>
#     cloudformation: |
#       DeadLetterConfig:
#         TargetArn: !GetAtt DeadLetters.Arn
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         dead_letter_config {
#           target_arn = aws_sqs_queue.dead.arn
#         }
#       }
#   resource_types: [AWS::Lambda::Function]
package pantheon.checks.lambda.function_keeps_failed_events

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It has no dead letter queue." if {
	lib.get(input.properties, ["DeadLetterConfig", "TargetArn"], "") == ""
}
