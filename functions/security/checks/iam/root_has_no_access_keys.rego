# METADATA
# title: The root user has no access keys
# description: >-
#   Looks whether the account's summary counts access keys of the root user.
# custom:
#   severity: critical
#   risk: >-
#     Whoever finds such a key in a file or a repository owns the account: no policy limits the root user, and nobody
#     can take its rights away.
#   remediation:
#     text: >-
#       Sign in as the root user, move what uses the keys to a role, and delete them under Security credentials. In
#       an organization delete them for all members at once by central root access.
#     cli: >-
#       aws iam delete-access-key --access-key-id <key>
#   resource_types: [Pantheon::IAM::AccountSummary]
#   frameworks:
#     cis_3.0: ["1.4"]
#     cis_5.0: ["1.3"]
#     cis_7.0: ["2.4"]
#     fsbp: [IAM.4]
package pantheon.checks.iam.root_has_no_access_keys

import rego.v1

deny contains sprintf("The root user has access keys (%v).", [keys]) if {
	keys := object.get(input.properties, "SummaryMap", {}).AccountAccessKeysPresent
	keys > 0
}
