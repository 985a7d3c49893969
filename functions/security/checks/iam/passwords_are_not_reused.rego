# METADATA
# title: IAM users cannot take one of their last 24 passwords again
# description: >-
#   Looks how many former passwords the account's password policy remembers.
# custom:
#   severity: low
#   risk: >-
#     Somebody who has to change a leaked password goes back to it a moment later.
#   remediation:
#     text: >-
#       Let the policy remember 24 passwords; a call replaces the whole policy, so give all of its settings.
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
#     cis_3.0: ["1.9"]
#     cis_5.0: ["1.8"]
#     cis_7.0: ["2.9"]
#     fsbp: [IAM.7]
package pantheon.checks.iam.passwords_are_not_reused

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["PasswordPolicy"])

remembered := object.get(object.get(input.properties, "PasswordPolicy", {}), "PasswordReusePrevention", 0)

deny contains "Former passwords may be taken again at once." if remembered == 0

deny contains sprintf("Only the last %v passwords are remembered.", [remembered]) if {
	remembered > 0
	remembered < 24
}
