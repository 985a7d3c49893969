# METADATA
# title: Lambda functions cannot be called by everybody
# description: >-
#   Looks for statements of the policy that let everybody call or change the function without a condition that ties
#   them to an account, an organization or a network. The URL of a function is looked at by another check.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an AWS account can run the function, with the rights of its role and at the cost of this account.
#   remediation:
#     text: >-
#       Delete the statement and name the accounts or services that call the function.
#     cli: >-
#       aws lambda remove-permission --function-name <function> --statement-id <statement>
#     cloudformation: |
#       Type: AWS::Lambda::Permission
#       Properties:
#         FunctionName: !Ref Function
#         Action: lambda:InvokeFunction
#         Principal: "111111111111"
#     terraform: |
#       resource "aws_lambda_permission" "caller" {
#         function_name = aws_lambda_function.this.function_name
#         action        = "lambda:InvokeFunction"
#         principal     = "111111111111"
#       }
#   resource_types: [AWS::Lambda::Function]
#   frameworks:
#     cis_7.0: ["2.21"]
#     fsbp: [Lambda.1]
package pantheon.checks.lambda.function_is_not_public

import data.pantheon.lib
import data.pantheon.lib.lambda as lambda_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["Policy"])

deny contains sentence if {
	some statement in lambda_lib.allowances
	lib.everybody(lib.get(statement, "Principal", ""))
	not lib.tied(statement)
	not lambda_lib.by_url(statement)
	actions := concat(", ", lib.as_list(lib.get(statement, "Action", "everything but some actions")))
	what := [lib.get(statement, "Sid", "without a name"), actions]
	sentence := sprintf("The statement %s lets everybody do %s.", what)
}

deny contains sentence if {
	some statement in lambda_lib.allowances
	statement.NotPrincipal
	sentence := sprintf("Everybody but %v is let in.", [statement.NotPrincipal])
}
