# METADATA
# title: Passwords of IAM users have at least 14 characters
# description: >-
#   Looks at the minimum length that the account's password policy asks for. Without a policy it is 8.
# custom:
#   severity: medium
#   risk: >-
#     Short passwords are guessed or found by trying what other sites have leaked.
#   remediation:
#     text: >-
#       Ask for at least 14 characters; a call replaces the whole policy, so give all of its settings.
#     cli: >-
#       aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24
#       --require-lowercase-characters --require-numbers --require-symbols --require-uppercase-characters
#       --allow-users-to-change-password
#     terraform: |
#       resource "aws_iam_account_password_policy" "this" {
#         minimum_password_length        = 14
#         password_reuse_prevention      = 24
#         require_lowercase_characters   = true
#         require_numbers                = true
#         require_symbols                = true
#         require_uppercase_characters   = true
#         allow_users_to_change_password = true
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   frameworks:
#     cis_3.0: ["1.8"]
#     cis_5.0: ["1.7"]
#     cis_7.0: ["2.8"]
package pantheon.checks.iam.passwords_are_long

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["PasswordPolicy"])

deny contains sprintf("Passwords of %v characters are allowed.", [shortest]) if {
	policy := object.get(input.properties, "PasswordPolicy", {})
	shortest := object.get(policy, "MinimumPasswordLength", default_length(policy))
	shortest < 14
}

# AWS asks for 8 where an account has no policy, and for 6 where its policy does not say.
default_length(policy) := 8 if policy == {}

default_length(policy) := 6 if policy != {}
