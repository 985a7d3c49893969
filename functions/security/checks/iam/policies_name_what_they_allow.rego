# METADATA
# title: Policies name what they allow, and not what they leave out
# description: >-
#   Looks for statements that allow all but some actions (NotAction), or something on all but some resources
#   (NotResource). Both in the policies of the account and inside users, groups and roles.
# custom:
#   severity: medium
#   risk: >-
#     What nobody thought of is allowed, and so is every service that AWS adds later.
#   remediation:
#     text: >-
#       List the actions and resources that are needed. To forbid some, use a statement that denies them.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_name_what_they_allow

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

skip if not iam.in_force(input)

deny contains sprintf("%s of the policy %s allows %s.", [policies.named(statement), name, extent]) if {
	some name, document in iam.limited(input)
	some statement in policies.with_effect(document, "Allow")
	some extent in extents(statement)
}

extents(statement) := {policies.deeds(statement) | statement.NotAction} | {"something on all but some resources" |
	statement.NotResource
}
