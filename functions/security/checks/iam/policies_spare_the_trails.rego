# METADATA
# title: Policies let nobody switch CloudTrail off
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows trails to be stopped,
#   deleted, or changed so that they record less, on all trails. Administrators are left to other checks.
# custom:
#   severity: medium
#   risk: >-
#     The first thing that an attacker does with the holder's credentials is to make sure that nothing more is
#     written down.
#   remediation:
#     text: >-
#       Take the actions out, and deny them to the whole organization by a service control policy but for the role
#       that manages the trails.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_spare_the_trails

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {
	"cloudtrail:DeleteTrail",
	"cloudtrail:PutEventSelectors",
	"cloudtrail:StopLogging",
	"cloudtrail:UpdateTrail",
}

deny contains sprintf("The policy %s allows %s on all trails.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.limited(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
