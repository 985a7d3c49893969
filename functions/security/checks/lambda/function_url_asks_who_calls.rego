# METADATA
# title: URLs of Lambda functions ask who calls
# description: >-
#   Looks for statements of the policy that let everybody call the URL of the function without signing the request.
# custom:
#   severity: high
#   risk: >-
#     Anybody on the internet can call the function; whether that does harm depends on its code alone.
#   remediation:
#     text: >-
#       Let the URL ask for signatures by IAM, or put CloudFront or an API with a login in front of the function.
#     cli: |
#       aws lambda update-function-url-config --function-name <function> --auth-type AWS_IAM
#       aws lambda remove-permission --function-name <function> --statement-id <statement>
#     cloudformation: |
#       Type: AWS::Lambda::Url
#       Properties:
#         TargetFunctionArn: !GetAtt Function.Arn
#         AuthType: AWS_IAM
#     terraform: |
#       resource "aws_lambda_function_url" "this" {
#         function_name      = aws_lambda_function.this.function_name
#         authorization_type = "AWS_IAM"
#       }
#   resource_types: [AWS::Lambda::Function]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.lambda.function_url_asks_who_calls

import data.pantheon.lib
import data.pantheon.lib.lambda as lambda_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["Policy"])

deny contains sentence if {
	some statement in lambda_lib.allowances
	lib.everybody(lib.get(statement, "Principal", ""))
	not lib.tied(statement)
	lambda_lib.by_url(statement)
	name := lib.get(statement, "Sid", "without a name")
	sentence := sprintf("The statement %s lets everybody call its URL without a signature.", [name])
}
