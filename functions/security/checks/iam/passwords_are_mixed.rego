# METADATA
# title: Passwords of IAM users mix all kinds of characters
# description: >-
#   Looks whether the account's password policy asks for lower-case and upper-case letters, numbers and symbols, and
#   for at least 8 characters.
# custom:
#   severity: medium
#   risk: >-
#     Words and dates are the first that anybody tries.
#   remediation:
#     text: >-
#       Turn the four requirements on; a call replaces the whole policy, so give all of its settings.
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
#     fsbp: [IAM.7, IAM.10]
package pantheon.checks.iam.passwords_are_mixed

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["PasswordPolicy"])

policy := object.get(input.properties, "PasswordPolicy", {})

requirements := {
	"RequireLowercaseCharacters": "lower-case letters",
	"RequireNumbers": "numbers",
	"RequireSymbols": "symbols",
	"RequireUppercaseCharacters": "upper-case letters",
}

deny contains sprintf("Passwords need no %s.", [kind]) if {
	some setting, kind in requirements
	object.get(policy, setting, false) != true
}

deny contains sprintf("Passwords of %v characters are allowed.", [policy.MinimumPasswordLength]) if {
	policy.MinimumPasswordLength < 8
}
