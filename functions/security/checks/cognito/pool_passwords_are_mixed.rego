# METADATA
# title: Passwords of user pools mix all kinds of characters
# description: >-
#   Looks whether a pool asks for lower-case and upper-case letters, numbers and symbols.
# custom:
#   severity: low
#   risk: >-
#     Words and dates are the first that anybody tries.
#   remediation:
#     text: >-
#       Turn the four requirements on.
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
package pantheon.checks.cognito.pool_passwords_are_mixed

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

policy := object.get(object.get(input.properties, "Policies", {}), "PasswordPolicy", {})

requirements := {
	"RequireLowercase": "lower-case letters",
	"RequireNumbers": "numbers",
	"RequireSymbols": "symbols",
	"RequireUppercase": "upper-case letters",
}

deny contains sprintf("Passwords need no %s.", [kind]) if {
	some setting, kind in requirements
	object.get(policy, setting, false) != true
}
