# METADATA
# title: Containers have no capabilities that lead out of them
# description: >-
#   Looks for capabilities of Linux that are added to a container and with which it can leave it: ALL, BPF,
#   DAC_READ_SEARCH, NET_ADMIN, SYS_ADMIN, SYS_MODULE, SYS_PTRACE and SYS_RAWIO.
# custom:
#   severity: high
#   risk: >-
#     With one of them, whoever breaks into the container can load code into the kernel, read the memory of others
#     or change the network of the host.
#   remediation:
#     text: >-
#       Drop the capability, or run what needs it on a host of its own.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           LinuxParameters:
#             Capabilities:
#               Drop: [ALL]
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.containers_have_no_powerful_capabilities

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

powerful := {
	"ALL",
	"BPF",
	"DAC_READ_SEARCH",
	"NET_ADMIN",
	"SYS_ADMIN",
	"SYS_MODULE",
	"SYS_PTRACE",
	"SYS_RAWIO",
}

deny contains sentence if {
	some container in ecs_lib.containers
	some capability in lib.get(container, ["LinuxParameters", "Capabilities", "Add"], [])
	trim_prefix(upper(capability), "CAP_") in powerful
	sentence := sprintf("%s has the capability %s.", [ecs_lib.name(container), capability])
}
