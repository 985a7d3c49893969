# METADATA
# title: Tasks do not run with the role that starts them
# description: >-
#   Looks whether the role of the containers is another than the one with which ECS pulls images and reads secrets.
# custom:
#   severity: medium
#   risk: >-
#     The application can then read every secret and pull every image that ECS needs to start it, and an intruder
#     with it.
#   remediation:
#     text: >-
#       Make a role for the application with what it needs, and leave the execution role to ECS.
#     cli: >-
#       aws ecs register-task-definition --task-role-arn <role> --cli-input-json file://task-definition.json
#     cloudformation: |
#       TaskRoleArn: !GetAtt TaskRole.Arn
#       ExecutionRoleArn: !GetAtt ExecutionRole.Arn
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family                = "shop"
#         task_role_arn         = aws_iam_role.task.arn
#         execution_role_arn    = aws_iam_role.execution.arn
#         container_definitions = file("containers.json")
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.task_role_is_not_the_execution_role

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	role := lib.get(input.properties, "TaskRoleArn", "")
	role != ""
	role == lib.get(input.properties, "ExecutionRoleArn", "")
	sentence := sprintf("%s is both.", [role])
}
