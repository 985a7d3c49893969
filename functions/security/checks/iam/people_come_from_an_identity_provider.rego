# METADATA
# title: People come from an identity provider
# description: >-
#   Looks whether an account in which IAM users have passwords has an identity provider: IAM Identity Center makes
#   one in every account that it serves.
# custom:
#   severity: low
#   risk: >-
#     Whoever leaves the company keeps a password of the account until somebody thinks of deleting it.
#   remediation:
#     text: >-
#       Let people sign in through IAM Identity Center or another provider, then delete the passwords of the users.
#     cli: >-
#       aws iam delete-login-profile --user-name <user>
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::IAM::User]
#   frameworks:
#     cis_3.0: ["1.21"]
#     cis_5.0: ["1.20"]
#     cis_7.0: ["2.19"]
package pantheon.checks.iam.people_come_from_an_identity_provider

import data.pantheon.lib
import rego.v1

with_password := {user.native_id |
	some user in lib.present("AWS::IAM::User")
	user.properties.LoginProfile
}

deny contains sprintf("The account has no identity provider, and users have passwords (%v).", [number]) if {
	object.get(object.get(input.properties, "SummaryMap", {}), "Providers", 0) == 0
	number := count(with_password)
	number > 0
}
