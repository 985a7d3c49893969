# METADATA
# title: Policies of the account are attached to somebody
# description: >-
#   Looks for policies of the account that nobody has and that are no boundary of anybody.
# custom:
#   severity: informational
#   risk: >-
#     Nobody reviews what nobody has, until somebody attaches it for its name alone.
#   remediation:
#     text: >-
#       Delete the policy and its older versions.
#     cli: >-
#       aws iam delete-policy --policy-arn <policy>
#   resource_types: [AWS::IAM::ManagedPolicy]
package pantheon.checks.iam.policy_is_attached

import rego.v1

deny contains "Nobody has the policy." if {
	object.get(input.properties, "AttachmentCount", 1) == 0
	object.get(input.properties, "PermissionsBoundaryUsageCount", 0) == 0
}
