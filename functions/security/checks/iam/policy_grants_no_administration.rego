# METADATA
# title: Policies in use make nobody an administrator
# description: >-
#   Looks for policies of the account that are attached to somebody and allow everything, or any change of
#   identities: by * or iam:*, by NotAction without IAM, or action by action. What a statement denies, or narrows to
#   some resources, does not count.
# custom:
#   severity: high
#   risk: >-
#     Whoever gets hold of one of its holders owns the account.
#   remediation:
#     text: >-
#       Write down what the holders do, starting from the services that they used according to IAM (last accessed),
#       and make that the new default version of the policy. Give administration to few roles that ask for a second
#       factor.
#     cli: |
#       aws iam list-entities-for-policy --policy-arn <policy>
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     cis_3.0: ["1.16"]
#     cis_5.0: ["1.15"]
#     cis_7.0: ["2.14"]
#     fsbp: [IAM.1]
package pantheon.checks.iam.policy_grants_no_administration

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

deny contains sprintf("It allows %s on everything.", [iam.extent(document)]) if {
	some document in iam.documents(input)
	iam.administrative(document)
}
