# METADATA
# title: SNS topics log whether messages were delivered
# description: >-
#   Looks whether deliveries by at least one protocol are logged.
# custom:
#   severity: low
#   risk: >-
#     Alarms and orders get lost without a trace, whether by a fault or because somebody broke the
#     endpoint on purpose.
#   remediation:
#     text: >-
#       Set a role that writes the status of deliveries to CloudWatch Logs, for each protocol that the topic
#       uses.
#     cli: >-
#       aws sns set-topic-attributes --topic-arn <topic> --attribute-name LambdaFailureFeedbackRoleArn
#       --attribute-value <role>
#     cloudformation: |
#       DeliveryStatusLogging:
#         - Protocol: lambda
#           FailureFeedbackRoleArn: !GetAtt Logs.Arn
#     terraform: |
#       resource "aws_sns_topic" "this" {
#         lambda_failure_feedback_role_arn = aws_iam_role.logs.arn
#       }
#   resource_types: [AWS::SNS::Topic]
#   frameworks:
#     fsbp: [SNS.2]
package pantheon.checks.sns.topic_logs_deliveries

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["GetTopicAttributes"])

deny contains "Deliveries are logged for no protocol." if {
	count(object.get(input.properties, "DeliveryStatusLogging", [])) == 0
}
