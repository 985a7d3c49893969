# METADATA
# title: Roles cannot be assumed by everybody
# description: >-
#   Looks for statements in the trust policy of a role that let everybody assume it, without a condition on the
#   organization, the account or the network that holds for no stranger. An external ID is no such condition, since
#   it is no secret to keep.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an account of AWS who knows, or guesses, the name of the role takes its rights.
#   remediation:
#     text: >-
#       Name the roles, users or accounts that may assume the role; for all accounts of the organization add a
#       condition on aws:PrincipalOrgID.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#     cloudformation: |
#       AssumeRolePolicyDocument:
#         Statement:
#           - Effect: Allow
#             Principal:
#               AWS: arn:aws:iam::222222222222:role/deploy
#             Action: sts:AssumeRole
#     terraform: |
#       statement {
#         actions = ["sts:AssumeRole"]
#         principals {
#           type        = "AWS"
#           identifiers = ["arn:aws:iam::222222222222:role/deploy"]
#         }
#       }
#   resource_types: [AWS::IAM::Role]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.iam.role_is_not_open

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

skip if iam.made_by_aws(input)

deny contains sprintf("%s of the trust policy lets everybody assume the role.", [policies.named(statement)]) if {
	some statement in policies.open(iam.trust)
	statement in iam.admissions
}
