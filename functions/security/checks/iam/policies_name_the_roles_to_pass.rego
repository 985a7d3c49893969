# METADATA
# title: Policies name the roles that may be passed
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows iam:PassRole on all roles
#   without saying to which service.
# custom:
#   severity: medium
#   risk: >-
#     Who may start anything, an instance, a function or a task, may start it with the most powerful role of the
#     account.
#   remediation:
#     text: >-
#       Name the roles, or a path of roles, and the service to which they may be passed.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#     cloudformation: |
#       PolicyDocument:
#         Statement:
#           - Effect: Allow
#             Action: iam:PassRole
#             Resource: !GetAtt TaskRole.Arn
#             Condition:
#               StringEquals:
#                 iam:PassedToService: ecs-tasks.amazonaws.com
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_name_the_roles_to_pass

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

skip if not iam.in_force(input)

skip if iam.bounded(input)

deny contains sprintf("The policy %s allows any role to be passed to any service.", [name]) if {
	some name, document in iam.limited(input)
	some statement in policies.with_effect(document, "Allow")
	iam.unbound(statement)
	"iam:passrole" in iam.covered(statement, {"iam:passrole"})
	iam.everywhere(statement, "iam", "role")
	not says_where_to(statement)
	not iam.denied(document, "iam:passrole")
}

says_where_to(statement) if {
	some condition in policies.conditions(statement)
	condition.key == "iam:passedtoservice"
	every value in condition.values {
		not regex.match("^[*?]", value)
	}
}
