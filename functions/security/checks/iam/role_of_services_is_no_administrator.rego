# METADATA
# title: Roles of services are no administrators
# description: >-
#   Looks whether a role that a service of AWS may assume, such as for an instance, a function or a stack, may do
#   everything, or any change of identities: by AdministratorAccess, IAMFullAccess, or a policy of the account.
# custom:
#   severity: high
#   risk: >-
#     A flaw in one piece of software, or the right to start something with this role, is the whole account.
#   remediation:
#     text: >-
#       Give the role what the software calls, in a policy of its own; IAM Access Analyzer proposes one from what
#       CloudTrail has seen.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::IAM::Role]
#   reads: [AWS::IAM::ManagedPolicy]
#   frameworks:
#     cis_3.0: ["1.16"]
#     cis_5.0: ["1.15"]
#     cis_7.0: ["2.14"]
#     fsbp: [IAM.1]
package pantheon.checks.iam.role_of_services_is_no_administrator

import data.pantheon.lib.iam
import rego.v1

skip if iam.made_by_aws(input)

deny contains sprintf("By the policy %s, %s acts as an administrator.", [power, service]) if {
	some service in iam.services
	some power in iam.powers(input)
}
