# METADATA
# title: Containers cannot change their own files
# description: >-
#   Looks whether the root file system of every container can only be read. Windows containers, which cannot have
#   that, are left out.
# custom:
#   severity: medium
#   risk: >-
#     Whoever breaks into a container can put tools into it and change its programs, and stays there until it is
#     replaced.
#   remediation:
#     text: >-
#       Make the root file system read-only, and give the container volumes for what it has to write.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           ReadonlyRootFilesystem: true
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family = "shop"
#         container_definitions = jsonencode([{
#           name  = "app"
#           image = "${aws_ecr_repository.this.repository_url}:1.2"
#           readonlyRootFilesystem = true
#         }])
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.5]
package pantheon.checks.ecs.containers_cannot_change_their_files

import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

skip if ecs_lib.windows

deny contains sentence if {
	some container in ecs_lib.containers
	not container.ReadonlyRootFilesystem == true
	sentence := sprintf("%s may change its root file system.", [ecs_lib.name(container)])
}
