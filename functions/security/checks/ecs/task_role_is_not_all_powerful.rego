# METADATA
# title: Tasks have no all-powerful role
# description: >-
#   Looks whether the role of the containers may do everything in the account, or give itself any right: by
#   AdministratorAccess, IAMFullAccess, or a policy that allows * or iam:* on everything.
# custom:
#   severity: high
#   risk: >-
#     One flaw in the application gives an intruder the whole account.
#   remediation:
#     text: >-
#       Give the role only what the application needs, in a policy of its own.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#   resource_types: [AWS::ECS::TaskDefinition]
#   reads: [AWS::IAM::ManagedPolicy, AWS::IAM::Role]
package pantheon.checks.ecs.task_role_is_not_all_powerful

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some role in lib.needed(input, "AWS::IAM::Role")
	role.arn == input.properties.TaskRoleArn
	some power in lib.all_powerful(role)
	sentence := sprintf("%s is all-powerful by %s.", [role.properties.RoleName, power])
}
