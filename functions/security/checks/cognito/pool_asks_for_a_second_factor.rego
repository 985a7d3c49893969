# METADATA
# title: User pools ask for a second factor
# description: >-
#   Looks whether all users of a pool need a second factor, some may have one, or none.
# custom:
#   severity: medium
#   risk: >-
#     A password that leaked elsewhere, or was guessed, opens the account of a customer.
#   remediation:
#     text: >-
#       Ask everybody for a second factor, or turn threat protection on and ask those whose sign-in looks risky.
#     cli: >-
#       aws cognito-idp set-user-pool-mfa-config --user-pool-id <pool> --mfa-configuration ON
#       --software-token-mfa-configuration Enabled=true
#     cloudformation: |
#       MfaConfiguration: "ON"
#       EnabledMfas: [SOFTWARE_TOKEN_MFA]
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         mfa_configuration = "ON"
#         software_token_mfa_configuration {
#           enabled = true
#         }
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_asks_for_a_second_factor

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

mode := object.get(input.properties, "MfaConfiguration", "OFF")

deny contains "No user can have a second factor." if mode == "OFF"

deny contains "Users may have a second factor, and need none." if mode == "OPTIONAL"
