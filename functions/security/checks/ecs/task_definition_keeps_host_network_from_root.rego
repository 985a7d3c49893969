# METADATA
# title: Containers in the network of their host do not run as root
# description: >-
#   Looks for containers that share the network of the host, are not privileged, and run as root or do not say as
#   whom.
# custom:
#   severity: high
#   risk: >-
#     Such a container can reach every service of the host, fetch the credentials of its role, and listen to the
#     traffic of its neighbors.
#   remediation:
#     text: >-
#       Use the network mode awsvpc; where the network of the host is needed, let the containers run as a user
#       without rights.
#     cli: >-
#       aws ecs register-task-definition --network-mode awsvpc --cli-input-json file://task-definition.json
#     cloudformation: |
#       NetworkMode: awsvpc
#       ContainerDefinitions:
#         - Name: app
#           User: "1000"
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family                = "shop"
#         network_mode          = "awsvpc"
#         container_definitions = file("containers.json")
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.1]
package pantheon.checks.ecs.task_definition_keeps_host_network_from_root

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

skip if not lib.get(input.properties, "NetworkMode", "") == "host"

deny contains sentence if {
	some container in ecs_lib.containers
	not container.Privileged == true
	anybody(container)
	sentence := sprintf("%s shares the network of its host and may run as root.", [ecs_lib.name(container)])
}

anybody(container) if lib.get(container, "User", "") == ""

anybody(container) if ecs_lib.root(container)
