# METADATA
# title: Roles that other accounts assume are no administrators
# description: >-
#   Looks whether a role whose trust policy lets another account in may do everything, or any change of identities:
#   by AdministratorAccess, IAMFullAccess, or a policy of the account. Within an organization (aws:PrincipalOrgID)
#   nobody is a stranger.
# custom:
#   severity: high
#   risk: >-
#     This account is only as safe as the other one: whoever takes that over takes this one, too.
#   remediation:
#     text: >-
#       Give the role what the other account does here, and no more, and ask for an external ID. Where the management
#       account administers this one by such a role (OrganizationAccountAccessRole), add a condition on
#       aws:PrincipalOrgID and on the role that may assume it.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::IAM::Role]
#   reads: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     cis_3.0: ["1.16"]
#     cis_5.0: ["1.15"]
#     cis_7.0: ["2.14"]
#     fsbp: [IAM.1]
package pantheon.checks.iam.role_of_other_accounts_is_no_administrator

import data.pantheon.lib.iam
import rego.v1

skip if iam.made_by_aws(input)

deny contains sprintf("The account %s becomes an administrator here, by the policy %s.", [account, power]) if {
	some account in iam.strangers
	some power in iam.powers(input)
}
