# METADATA
# title: KMS keys are shared with no other account
# description: >-
#   Looks for other accounts that the policy of a key lets in. Within an organization (aws:PrincipalOrgID) nobody is
#   a stranger; which accounts belong to the same company is not known otherwise.
# custom:
#   severity: medium
#   risk: >-
#     Whoever takes the other account over decrypts what this one has encrypted.
#   remediation:
#     text: >-
#       Name the roles of the other account, and no more actions than they need; for accounts of your own add a
#       condition on aws:PrincipalOrgID.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_is_shared_with_no_other_account

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

deny contains sprintf("The account %s may do %s.", [account, policies.deeds(statement)]) if {
	some statement in policies.with_effect(kms.policy, "Allow")
	some account in policies.strangers(statement)
}
