# METADATA
# title: Lambda functions are traced
# description: >-
#   Looks whether X-Ray traces the function by itself.
# custom:
#   severity: informational
#   risk: >-
#     Which call led to which other, and where an attacker went on to, cannot be followed from one service to the
#     next.
#   remediation:
#     text: >-
#       Turn on active tracing.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --tracing-config Mode=Active
#     cloudformation: |
#       TracingConfig:
#         Mode: Active
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         tracing_config {
#           mode = "Active"
#         }
#       }
#   resource_types: [AWS::Lambda::Function]
package pantheon.checks.lambda.function_is_traced

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It traces only calls that others trace." if {
	lib.get(input.properties, ["TracingConfig", "Mode"], "PassThrough") != "Active"
}
