# METADATA
# title: Tasks do not share the processes or memory of their host
# description: >-
#   Looks whether the tasks see the processes of the host, or use its memory for messages between processes.
# custom:
#   severity: high
#   risk: >-
#     A container that was broken into sees and stops the processes of its host and of all its neighbors, and reads
#     their secrets from memory.
#   remediation:
#     text: >-
#       Leave the modes away or set them to task.
#     cli: >-
#       aws ecs register-task-definition --pid-mode task --ipc-mode none --cli-input-json
#       file://task-definition.json
#     cloudformation: |
#       PidMode: task
#       IpcMode: none
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family                = "shop"
#         pid_mode              = "task"
#         ipc_mode              = "none"
#         container_definitions = file("containers.json")
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.3]
package pantheon.checks.ecs.task_definition_shares_no_namespaces

import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some property, what in {"IpcMode": "memory", "PidMode": "processes"}
	input.properties[property] == "host"
	sentence := sprintf("Its tasks share the %s of their host.", [what])
}
