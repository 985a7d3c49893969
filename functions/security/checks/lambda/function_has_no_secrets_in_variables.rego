# METADATA
# title: Lambda functions are not given secrets in plain variables
# description: >-
#   Looks at the names of the environment variables, whose values are not read.
# custom:
#   severity: high
#   risk: >-
#     Everybody who may look at the settings of the function, which nobody thinks of as secret, reads the password,
#     and so does any code that prints its environment.
#   remediation:
#     text: >-
#       Move the value into Secrets Manager or Parameter Store, let the function read it there, and change it.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --environment
#       Variables={DB_SECRET_ARN=<secret>}
#     cloudformation: |
#       Environment:
#         Variables:
#           DB_SECRET_ARN: !Ref DatabaseSecret
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         environment {
#           variables = {
#             DB_SECRET_ARN = aws_secretsmanager_secret.db.arn
#           }
#         }
#       }
#   resource_types: [AWS::Lambda::Function]
package pantheon.checks.lambda.function_has_no_secrets_in_variables

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	some variable in lib.get(input.properties, "EnvironmentVariableNames", [])
	lib.names_secret(variable)
	sentence := sprintf("Its variable %s holds a secret by its name.", [variable])
}
