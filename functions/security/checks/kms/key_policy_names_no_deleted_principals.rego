# METADATA
# title: Policies of KMS keys name nobody who was deleted
# description: >-
#   Looks for identifiers of deleted users and roles in the policies of keys: AWS puts them in the place of a name
#   that is gone.
# custom:
#   severity: low
#   risk: >-
#     Nobody can tell any more whom the statement was meant for, so nobody dares to change the policy.
#   remediation:
#     text: >-
#       Take the identifiers out of the policy.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_policy_names_no_deleted_principals

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

deny contains sprintf("It names %s, who was deleted.", [principal]) if {
	some statement in policies.with_effect(kms.policy, "Allow")
	some principal in policies.orphans(statement)
}
