# METADATA
# title: Lambda functions let services call only for known sources
# description: >-
#   Looks for statements of the policy that let a service of AWS call the function for whichever resource of
#   whichever account.
# custom:
#   severity: medium
#   risk: >-
#     Somebody with an account of their own makes the service call the function for them, with whatever they want it
#     to work on.
#   remediation:
#     text: >-
#       Name the resource, or at least the account, for which the service may call.
#     cli: |
#       aws lambda add-permission --function-name <function> --statement-id <name> --action lambda:InvokeFunction \
#         --principal s3.amazonaws.com --source-arn <bucket> --source-account <account>
#       aws lambda remove-permission --function-name <function> --statement-id <statement>
#     cloudformation: |
#       Type: AWS::Lambda::Permission
#       Properties:
#         FunctionName: !Ref Function
#         Action: lambda:InvokeFunction
#         Principal: s3.amazonaws.com
#         SourceArn: !GetAtt Bucket.Arn
#         SourceAccount: !Ref AWS::AccountId
#     terraform: |
#       resource "aws_lambda_permission" "bucket" {
#         function_name  = aws_lambda_function.this.function_name
#         action         = "lambda:InvokeFunction"
#         principal      = "s3.amazonaws.com"
#         source_arn     = aws_s3_bucket.this.arn
#         source_account = data.aws_caller_identity.this.account_id
#       }
#   resource_types: [AWS::Lambda::Function]
package pantheon.checks.lambda.function_ties_services_to_their_sources

import data.pantheon.lib
import data.pantheon.lib.lambda as lambda_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["Policy"])

deny contains sentence if {
	some statement in lambda_lib.allowances
	principal := lib.get(statement, "Principal", {})
	is_object(principal)
	some service in lib.as_list(lib.get(principal, "Service", []))
	not lib.tied(statement)
	not token(statement)
	sentence := sprintf("%s may call it for anybody.", [service])
}

# A skill of Alexa is known by a token.
token(statement) if {
	some condition in lambda_lib.conditions(statement)
	condition[0] == "lambda:eventsourcetoken"
}
