# METADATA
# title: Secrets are shared with no other account
# description: >-
#   Looks for other accounts that the policy of a secret lets in. Within an organization (aws:PrincipalOrgID) nobody
#   is a stranger; which accounts belong to the same company is not known otherwise.
# custom:
#   severity: medium
#   risk: >-
#     Whoever takes the other account over reads the password.
#   remediation:
#     text: >-
#       Let the other account assume a role that reads the secret, or name one role of it and add a condition on
#       aws:PrincipalOrgID.
#     cli: >-
#       aws secretsmanager put-resource-policy --secret-id <secret> --resource-policy file://policy.json
#       --block-public-policy
#   resource_types: [AWS::SecretsManager::Secret]
package pantheon.checks.secretsmanager.secret_is_shared_with_no_other_account

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.secretsmanager
import rego.v1

unknown := lib.unread(["ResourcePolicy"])

deny contains sprintf("The account %s may do %s.", [account, policies.deeds(statement)]) if {
	some statement in policies.with_effect(secretsmanager.policy, "Allow")
	some account in policies.strangers(statement)
}
