# METADATA
# title: Policies give nobody control over all KMS keys
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows keys to be deleted,
#   disabled or given to others on all keys. Administrators are left to other checks.
# custom:
#   severity: medium
#   risk: >-
#     Whoever gets hold of the holder makes all data unreadable by deleting its keys, or opens the keys to another
#     account.
#   remediation:
#     text: >-
#       Separate those who manage keys from those who use them: name the keys, or let the policies of the keys say
#       who manages them.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_leave_keys_to_their_keepers

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {
	"kms:CreateGrant",
	"kms:DisableKey",
	"kms:PutKeyPolicy",
	"kms:ScheduleKeyDeletion",
}

deny contains sprintf("The policy %s allows %s on all keys.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.limited(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
