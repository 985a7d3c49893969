# METADATA
# title: The root user has a second factor
# description: >-
#   Looks whether the account's summary says that the root user has a device for multi-factor authentication. An
#   account whose root user has neither a password nor access keys, since its organization manages them, needs none.
# custom:
#   severity: critical
#   risk: >-
#     A guessed, leaked or reset password is all that it takes to own the account for good.
#   remediation:
#     text: >-
#       Sign in as the root user and register at least two security keys under Security credentials, or take the
#       password of member accounts away by central root access of the organization.
#     cli: >-
#       aws iam get-account-summary --query SummaryMap.AccountMFAEnabled
#   resource_types: [Pantheon::IAM::AccountSummary]
#   frameworks:
#     cis_3.0: ["1.5"]
#     cis_5.0: ["1.4"]
#     cis_7.0: ["2.5"]
#     fsbp: [IAM.9]
package pantheon.checks.iam.root_has_a_second_factor

import rego.v1

summary := object.get(input.properties, "SummaryMap", {})

skip if {
	summary.AccountPasswordPresent == 0
	object.get(summary, "AccountAccessKeysPresent", 0) == 0
}

deny contains "The root user signs in without a second factor." if object.get(summary, "AccountMFAEnabled", 0) != 1
