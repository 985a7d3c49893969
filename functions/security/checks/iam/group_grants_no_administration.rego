# METADATA
# title: Groups of IAM users make nobody an administrator
# description: >-
#   Looks whether a policy that is attached to the group, or written into it, allows everything, or any change of
#   identities: AdministratorAccess, IAMFullAccess, or a policy of the account. Of the policies of AWS only those two
#   are known.
# custom:
#   severity: medium
#   risk: >-
#     Each member's password and keys are the whole account, and whoever may add members makes administrators.
#   remediation:
#     text: >-
#       Give administration to a role that people assume with a second factor, and detach the policy from the group.
#     cli: >-
#       aws iam detach-group-policy --group-name <group> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::IAM::Group]
#   reads: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     cis_3.0: ["1.16"]
#     cis_5.0: ["1.15"]
#     cis_7.0: ["2.14"]
#     fsbp: [IAM.1]
package pantheon.checks.iam.group_grants_no_administration

import data.pantheon.lib.iam
import rego.v1

deny contains sprintf("The policy %s makes the members administrators.", [power]) if {
	some power in iam.powers(input)
}
