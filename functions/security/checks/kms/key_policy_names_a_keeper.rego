# METADATA
# title: Somebody may change the policies of KMS keys
# description: >-
#   Looks whether the policy of a key lets anybody change it: the account as a whole, or an identity of it that has
#   kms:PutKeyPolicy.
# custom:
#   severity: low
#   risk: >-
#     Nobody can mend the policy any more, or give the key to somebody else; only AWS Support can help.
#   remediation:
#     text: >-
#       Ask AWS Support, and from then on keep the statement that lets the account manage the key.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_policy_names_a_keeper

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

deny contains "The policy lets nobody change it." if {
	is_object(kms.policy)
	not kept
}

kept if {
	some statement in policies.with_effect(kms.policy, "Allow")
	policies.covers_action(statement, "kms:putkeypolicy")
	some principal in lib.as_list(statement.Principal.AWS)
	not regex.match("^A(IDA|ROA)", principal)
}

kept if {
	some statement in policies.with_effect(kms.policy, "Allow")
	policies.covers_action(statement, "kms:putkeypolicy")
	policies.for_everybody(statement)
}
