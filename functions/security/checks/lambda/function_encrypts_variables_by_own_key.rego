# METADATA
# title: Lambda functions encrypt their variables by a key of the account
# description: >-
#   Looks whether a function with environment variables names a KMS key of the account for them.
# custom:
#   severity: low
#   risk: >-
#     Whoever may look at the settings of the function sees the values, since the key of AWS lets everybody decrypt
#     who may look.
#   remediation:
#     text: >-
#       Name a key, and let only those use it who need the values.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --kms-key-arn <key>
#     cloudformation: |
#       KmsKeyArn: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         kms_key_arn = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::Lambda::Function]
package pantheon.checks.lambda.function_encrypts_variables_by_own_key

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if count(lib.get(input.properties, "EnvironmentVariableNames", [])) == 0

deny contains "Its variables are encrypted by a key of AWS." if lib.get(input.properties, "KmsKeyArn", "") == ""
