# METADATA
# title: Passwords of user pools have at least 14 characters
# description: >-
#   Looks at the minimum length that a pool asks for.
# custom:
#   severity: low
#   risk: >-
#     Short passwords are guessed or found by trying what other sites have leaked.
#   remediation:
#     text: >-
#       Ask for at least 14 characters, or let users sign in with passkeys.
#     cli: >-
#       aws cognito-idp update-user-pool --user-pool-id <pool> --policies file://policies.json
#     cloudformation: |
#       Policies:
#         PasswordPolicy:
#           MinimumLength: 14
#           RequireLowercase: true
#           RequireNumbers: true
#           RequireSymbols: true
#           RequireUppercase: true
#           TemporaryPasswordValidityDays: 7
#     terraform: |
#       resource "aws_cognito_user_pool" "this" {
#         password_policy {
#           minimum_length                   = 14
#           require_lowercase                = true
#           require_numbers                  = true
#           require_symbols                  = true
#           require_uppercase                = true
#           temporary_password_validity_days = 7
#         }
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_passwords_are_long

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

policy := object.get(object.get(input.properties, "Policies", {}), "PasswordPolicy", {})

deny contains sprintf("Passwords of %v characters are allowed.", [shortest]) if {
	shortest := object.get(policy, "MinimumLength", 8)
	shortest < 14
}
