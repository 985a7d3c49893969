# METADATA
# title: Containers do not run as root
# description: >-
#   Looks for containers whose definition names root as their user. Whom an image names by itself cannot be seen
#   here.
# custom:
#   severity: medium
#   risk: >-
#     A flaw in the kernel or in the container runtime is all that an intruder then needs to be root on the host.
#   remediation:
#     text: >-
#       Name a user without rights, and give the files of the image to it.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           User: "1000"
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family = "shop"
#         container_definitions = jsonencode([{
#           name  = "app"
#           image = "${aws_ecr_repository.this.repository_url}:1.2"
#           user = "1000"
#         }])
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.containers_do_not_run_as_root

import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some container in ecs_lib.containers
	ecs_lib.root(container)
	sentence := sprintf("%s runs as root.", [ecs_lib.name(container)])
}
