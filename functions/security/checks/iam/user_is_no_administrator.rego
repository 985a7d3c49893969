# METADATA
# title: IAM users are no administrators by policies of their own
# description: >-
#   Looks whether a policy that is attached to the user, or written into it, allows everything, or any change of
#   identities: AdministratorAccess, IAMFullAccess, or a policy of the account. Of the policies of AWS only those two
#   are known.
# custom:
#   severity: high
#   risk: >-
#     One password or key of one person is the whole account, for as long as the user exists.
#   remediation:
#     text: >-
#       Give administration to a role that people assume with a second factor, or to a group that is looked after,
#       and detach the policy from the user.
#     cli: >-
#       aws iam detach-user-policy --user-name <user> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::IAM::User]
#   reads: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     cis_3.0: ["1.16"]
#     cis_5.0: ["1.15"]
#     cis_7.0: ["2.14"]
#     fsbp: [IAM.1]
package pantheon.checks.iam.user_is_no_administrator

import data.pantheon.lib.iam
import rego.v1

deny contains sprintf("The policy %s makes the user an administrator.", [power]) if {
	some power in iam.powers(input)
}
