# METADATA
# title: Policies of KMS keys let services in only for known sources
# description: >-
#   Looks for statements that let a service of AWS use a key without a condition on the account, the organization,
#   the resource or the encryption context for which it acts.
# custom:
#   severity: medium
#   risk: >-
#     The service works for all customers of AWS: one of them may get it to use this key for something of theirs.
#   remediation:
#     text: >-
#       Add aws:SourceAccount or aws:SourceArn, or the condition on the encryption context that the service
#       documents.
#     cli: >-
#       aws kms put-key-policy --key-id <key> --policy-name default --policy file://policy.json
#     cloudformation: |
#       Condition:
#         StringEquals:
#           aws:SourceAccount: !Ref AWS::AccountId
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "aws:SourceAccount"
#         values   = [data.aws_caller_identity.current.account_id]
#       }
#   resource_types: [AWS::KMS::Key]
package pantheon.checks.kms.key_policy_binds_services

import data.pantheon.lib
import data.pantheon.lib.kms
import data.pantheon.lib.policies
import rego.v1

skip if kms.out_of_reach

unknown := lib.unread(["DescribeKey", "KeyPolicy"])

deny contains sprintf("%s may use the key on behalf of any account.", [service]) if {
	some statement in policies.with_effect(kms.policy, "Allow")
	not policies.binds_services(statement)
	not policies.services_denied(kms.policy, statement)
	not bound_by_context(statement)
	some service in lib.as_list(statement.Principal.Service)
}

# The context names the resource whose data is encrypted, and with it the account; a grant is for one resource.
bound_by_context(statement) if {
	some condition in policies.conditions(statement)
	bounds(condition)
}

bounds(condition) if {
	startswith(condition.key, "kms:encryptioncontext:")
	every value in condition.values {
		regex.match(`(^|:)[0-9]{12}(:|$)`, value)
	}
}

bounds(condition) if {
	condition.key == "kms:calleraccount"
	policies.pins(condition)
}
