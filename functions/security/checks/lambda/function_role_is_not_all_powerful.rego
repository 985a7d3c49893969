# METADATA
# title: Lambda functions have no all-powerful role
# description: >-
#   Looks whether the role may do everything in the account, or give itself any right: by AdministratorAccess,
#   IAMFullAccess, or a policy that allows * or iam:* on everything. A permissions boundary counts as holding it
#   back.
# custom:
#   severity: high
#   risk: >-
#     One flaw in the function, or in one of its libraries, gives an intruder the whole account.
#   remediation:
#     text: >-
#       Give the role only what is needed, in a policy of its own.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::Lambda::Function]
#   reads: [AWS::IAM::ManagedPolicy, AWS::IAM::Role]
package pantheon.checks.lambda.function_role_is_not_all_powerful

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	some role in lib.needed(input, "AWS::IAM::Role")
	role.arn == input.properties.Role
	some power in lib.all_powerful(role)
	sentence := sprintf("%s is all-powerful by %s.", [role.properties.RoleName, power])
}
