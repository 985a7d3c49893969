# METADATA
# title: Passwords of IAM users expire after 90 days at most
# description: >-
#   Looks after how many days the account's password policy lets a password expire. Where nobody has a password
#   without a second factor, today's guidelines ask for no such thing; the controls below still do.
# custom:
#   severity: low
#   risk: >-
#     A password that leaked unnoticed years ago still works.
#   remediation:
#     text: >-
#       Let passwords expire after 90 days, or better let people sign in through an identity provider; a call
#       replaces the whole policy, so give all of its settings.
#     cli: >-
#       aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24
#       --require-lowercase-characters --require-numbers --require-symbols --require-uppercase-characters
#       --allow-users-to-change-password --max-password-age 90
#     terraform: |
#       resource "aws_iam_account_password_policy" "this" {
#         max_password_age = 90
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   frameworks:
#     fsbp: [IAM.7, IAM.10]
package pantheon.checks.iam.passwords_expire

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["PasswordPolicy"])

oldest := object.get(object.get(input.properties, "PasswordPolicy", {}), "MaxPasswordAge", 0)

deny contains "Passwords never expire." if oldest == 0

deny contains sprintf("Passwords expire only after %v days.", [oldest]) if oldest > 90
