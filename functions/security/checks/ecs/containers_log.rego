# METADATA
# title: Containers write logs
# description: >-
#   Looks whether every container has a log configuration.
# custom:
#   severity: medium
#   risk: >-
#     What a container did is gone with it, so that an attack leaves no trace.
#   remediation:
#     text: >-
#       Give every container a log driver.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           LogConfiguration:
#             LogDriver: awslogs
#             Options:
#               awslogs-group: !Ref LogGroup
#               awslogs-region: !Ref AWS::Region
#               awslogs-stream-prefix: app
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family = "shop"
#         container_definitions = jsonencode([{
#           name  = "app"
#           image = "${aws_ecr_repository.this.repository_url}:1.2"
#           logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "/ecs/shop" } }
#         }])
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.9]
package pantheon.checks.ecs.containers_log

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some container in ecs_lib.containers
	lib.get(container, ["LogConfiguration", "LogDriver"], "") == ""
	sentence := sprintf("%s writes no logs.", [ecs_lib.name(container)])
}
