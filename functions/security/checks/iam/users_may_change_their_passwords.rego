# METADATA
# title: IAM users may change their passwords
# description: >-
#   Looks whether the account's password policy lets users change their own password.
# custom:
#   severity: low
#   risk: >-
#     Whoever knows that a password has leaked has to wait for an administrator, and whoever made the user knows the
#     password for good.
#   remediation:
#     text: >-
#       Allow it in the policy; a call replaces the whole policy, so give all of its settings.
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
package pantheon.checks.iam.users_may_change_their_passwords

import data.pantheon.lib
import rego.v1

skip if object.get(object.get(input.properties, "SummaryMap", {}), "Users", 1) == 0

unknown := lib.unread(["PasswordPolicy"])

deny contains "Users may not change their own passwords." if {
	object.get(object.get(input.properties, "PasswordPolicy", {}), "AllowUsersToChangePassword", false) != true
}
