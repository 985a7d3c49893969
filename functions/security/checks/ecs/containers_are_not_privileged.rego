# METADATA
# title: Containers are not privileged
# description: >-
#   Looks for containers that have all rights of their host.
# custom:
#   severity: high
#   risk: >-
#     Whoever breaks into such a container is root on its host, and from there in every other container on it.
#   remediation:
#     text: >-
#       Take the privilege away, and add the single capability that the container needs.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           Privileged: false
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family = "shop"
#         container_definitions = jsonencode([{
#           name  = "app"
#           image = "${aws_ecr_repository.this.repository_url}:1.2"
#           privileged = false
#         }])
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.4]
package pantheon.checks.ecs.containers_are_not_privileged

import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some container in ecs_lib.containers
	container.Privileged == true
	sentence := sprintf("%s is privileged.", [ecs_lib.name(container)])
}
