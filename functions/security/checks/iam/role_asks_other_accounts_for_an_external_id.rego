# METADATA
# title: Roles ask other accounts for an external ID
# description: >-
#   Looks whether the trust policy of a role lets another account in without a condition on sts:ExternalId, on the
#   organization, or on a second factor, which only people have. Which accounts belong to the same company is not
#   known here.
# custom:
#   severity: medium
#   risk: >-
#     The other account may work for many: one of its other customers gives it the name of this role, and it does in
#     this account what that customer asks for.
#   remediation:
#     text: >-
#       Ask the other side for an external ID that it chooses for you, and put it into the trust policy. For an
#       account of your own, add a condition on aws:PrincipalOrgID.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#     cloudformation: |
#       AssumeRolePolicyDocument:
#         Statement:
#           - Effect: Allow
#             Principal:
#               AWS: arn:aws:iam::222222222222:root
#             Action: sts:AssumeRole
#             Condition:
#               StringEquals:
#                 sts:ExternalId: 1f6ad0e4-5c0b
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "sts:ExternalId"
#         values   = ["1f6ad0e4-5c0b"]
#       }
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_asks_other_accounts_for_an_external_id

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

skip if iam.made_by_aws(input)

deny contains sprintf("The account %s may assume the role without an external ID.", [account]) if {
	some statement in iam.admissions
	not policies.for_everybody(statement)
	not asks_for_id(statement)
	not asks_for_factor(statement)
	some account in policies.strangers(statement)
}

asks_for_id(statement) if {
	some condition in policies.conditions(statement)
	condition.key == "sts:externalid"
	policies.admits(condition)
	every value in condition.values {
		not regex.match("^[*?]*$", value)
	}
}

asks_for_factor(statement) if {
	some condition in policies.conditions(statement)
	condition.key == "aws:multifactorauthpresent"
	condition.operator == "bool"
	condition.values == ["true"]
}
