# METADATA
# title: Step Functions state machines trace their executions
# description: >-
#   Looks whether X-Ray follows executions through the services that they call.
# custom:
#   severity: low
#   risk: >-
#     Which call of which step did harm has to be guessed.
#   remediation:
#     text: >-
#       Turn tracing on and let the role write to X-Ray.
#     cli: >-
#       aws stepfunctions update-state-machine --state-machine-arn <state machine> --tracing-configuration
#       enabled=true
#     cloudformation: |
#       TracingConfiguration:
#         Enabled: true
#     terraform: |
#       resource "aws_sfn_state_machine" "this" {
#         tracing_configuration {
#           enabled = true
#         }
#       }
#   resource_types: [AWS::StepFunctions::StateMachine]
package pantheon.checks.stepfunctions.state_machine_traces_executions

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

unknown := lib.unread(["DescribeStateMachine"])

deny contains "Tracing is off." if not input.properties.TracingConfiguration.Enabled
