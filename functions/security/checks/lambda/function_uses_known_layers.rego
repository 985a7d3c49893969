# METADATA
# title: Lambda functions use layers of their own account
# description: >-
#   Looks for layers that belong to other accounts, except for those by which AWS hands out Powertools, Lambda
#   Insights, OpenTelemetry and its SDK for pandas.
# custom:
#   severity: medium
#   risk: >-
#     The code of a layer runs with the rights of the function; its owner publishes whatever they like under the
#     next version, or withdraws it.
#   remediation:
#     text: >-
#       Copy the layer, after looking at it, and publish it in this account.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --layers <layer>
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         layers = [aws_lambda_layer_version.tools.arn]
#       }
#   resource_types: [AWS::Lambda::Function]
package pantheon.checks.lambda.function_uses_known_layers

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

# Accounts of AWS: Powertools for Python and TypeScript, Lambda Insights, OpenTelemetry, pandas.
known := {"017000801446", "094274105915", "336392948345", "580247275435", "901920570463"}

deny contains sentence if {
	some layer in lib.get(input.properties, "Layers", [])
	parts := split(layer, ":")
	count(parts) > 6
	owner := parts[4]
	owner != input.account_id
	not owner in known
	sentence := sprintf("The layer %s belongs to the account %s.", [parts[6], owner])
}
