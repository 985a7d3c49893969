# METADATA
# title: Temporary passwords of user pools expire within a week
# description: >-
#   Looks how many days a password holds that an administrator gave to a new user.
# custom:
#   severity: low
#   risk: >-
#     Invitations lie in mailboxes for months, each with a password that works.
#   remediation:
#     text: >-
#       Let temporary passwords expire after 7 days or less.
#     cli: >-
#       aws cognito-idp update-user-pool --user-pool-id <pool> --policies
#       PasswordPolicy={MinimumLength=14,TemporaryPasswordValidityDays=7}
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
package pantheon.checks.cognito.pool_temporary_passwords_expire

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

policy := object.get(object.get(input.properties, "Policies", {}), "PasswordPolicy", {})

deny contains sprintf("Temporary passwords hold for %v days.", [days]) if {
	days := object.get(policy, "TemporaryPasswordValidityDays", 7)
	days > 7
}
