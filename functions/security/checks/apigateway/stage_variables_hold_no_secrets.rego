# METADATA
# title: Stages of APIs keep no secrets in their variables
# description: >-
#   Looks at the names of stage variables, whose values are not collected, for those that say a
#   password, token or key.
# custom:
#   severity: medium
#   risk: >-
#     Everybody who may look at the API reads the values in clear, and so does every deployment tool and
#     its logs.
#   remediation:
#     text: >-
#       Keep secrets in Secrets Manager and let the backend read them; the variable may name the secret.
#     cli: >-
#       aws apigateway update-stage --rest-api-id <api> --stage-name <stage> --patch-operations
#       op=remove,path=/variables/<name>
#   resource_types: [AWS::ApiGateway::Stage, AWS::ApiGatewayV2::Stage]
package pantheon.checks.apigateway.stage_variables_hold_no_secrets

import data.pantheon.lib
import rego.v1

names := array.concat(
	object.get(input.properties, "VariableNames", []),
	object.get(input.properties, "StageVariableNames", []),
)

deny contains sprintf("The stage variable %s seems to hold a secret.", [name]) if {
	some name in names
	lib.names_secret(name)
}
