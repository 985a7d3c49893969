# METADATA
# title: Policies allow no service as a whole
# description: >-
#   Looks for statements in the policies of the account that allow all actions of a service, such as s3:*, or all
#   actions whatsoever.
# custom:
#   severity: low
#   risk: >-
#     With the actions that are needed come those that delete, share and change policies, and all that AWS adds to
#     the service later.
#   remediation:
#     text: >-
#       Name the actions; a pattern for reading, such as s3:Get*, is fine.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     fsbp: [IAM.21]
package pantheon.checks.iam.policy_allows_no_whole_service

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

deny contains sprintf("%s allows %s.", [policies.named(statement), action]) if {
	some statement in policies.with_effect(object.get(input.properties, "PolicyDocument", {}), "Allow")
	some action in lib.as_list(object.get(statement, "Action", []))
	regex.match(`^([*]|[A-Za-z0-9-]+:[*]+|[*]:[*])$`, action)
}
