# METADATA
# title: Step Functions state machines log their executions
# description: >-
#   Looks whether executions are logged to CloudWatch Logs, at least when they fail.
# custom:
#   severity: medium
#   risk: >-
#     What a workflow did, and with what rights, cannot be told once its history is gone, and that of
#     express workflows never is there.
#   remediation:
#     text: >-
#       Log at the level ERROR or ALL, without the data of executions if it may hold secrets.
#     cli: >-
#       aws stepfunctions update-state-machine --state-machine-arn <state machine> --logging-configuration
#       file://logging.json
#     cloudformation: |
#       LoggingConfiguration:
#         Level: ERROR
#         IncludeExecutionData: false
#         Destinations:
#           - CloudWatchLogsLogGroup:
#               LogGroupArn: !GetAtt Logs.Arn
#     terraform: |
#       resource "aws_sfn_state_machine" "this" {
#         logging_configuration {
#           level           = "ERROR"
#           log_destination = "${aws_cloudwatch_log_group.this.arn}:*"
#         }
#       }
#   resource_types: [AWS::StepFunctions::StateMachine]
#   frameworks:
#     fsbp: [StepFunctions.1]
package pantheon.checks.stepfunctions.state_machine_logs_executions

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

unknown := lib.unread(["DescribeStateMachine"])

logging := object.get(input.properties, "LoggingConfiguration", {})

deny contains "Logging is off." if object.get(logging, "Level", "OFF") == "OFF"

deny contains "Logs have no destination." if {
	object.get(logging, "Level", "OFF") != "OFF"
	count(object.get(logging, "Destinations", [])) == 0
}
