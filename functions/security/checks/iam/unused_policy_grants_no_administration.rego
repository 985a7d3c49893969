# METADATA
# title: Policies that nobody has would make nobody an administrator
# description: >-
#   Looks for policies of the account that are attached to nobody and would allow everything, or any change of
#   identities.
# custom:
#   severity: low
#   risk: >-
#     Whoever may attach policies finds one that makes an administrator, under a name that nobody watches.
#   remediation:
#     text: >-
#       Delete the policy.
#     cli: >-
#       aws iam delete-policy --policy-arn <policy>
#   resource_types: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     fsbp: [IAM.1]
package pantheon.checks.iam.unused_policy_grants_no_administration

import data.pantheon.lib.iam
import rego.v1

skip if iam.in_force(input)

deny contains sprintf("It would allow %s on everything.", [iam.extent(document)]) if {
	some document in iam.documents(input)
	iam.administrative(document)
}
