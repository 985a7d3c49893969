# METADATA
# title: Policies name the roles that may be assumed
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows sts:AssumeRole on all
#   roles.
# custom:
#   severity: high
#   risk: >-
#     Each role that trusts the account as a whole, in this account or in another one, is open to the holder, the
#     most powerful one included.
#   remediation:
#     text: >-
#       Name the roles, or a path of roles, as the resource of the statement.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#     cloudformation: |
#       PolicyDocument:
#         Statement:
#           - Effect: Allow
#             Action: sts:AssumeRole
#             Resource: arn:aws:iam::222222222222:role/deploy
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_name_the_roles_to_assume

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {"sts:AssumeRole"}

deny contains sprintf("The policy %s allows %s on all roles.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.limited(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
