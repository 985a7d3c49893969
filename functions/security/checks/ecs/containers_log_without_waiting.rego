# METADATA
# title: Containers do not stop when their logs cannot be written
# description: >-
#   Looks for containers whose log driver waits until each line is written.
# custom:
#   severity: informational
#   risk: >-
#     When the log service is slow or a quota is used up, the application hangs on its own log lines.
#   remediation:
#     text: >-
#       Set the mode of the log driver to non-blocking, with a buffer that is large enough.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           LogConfiguration:
#             LogDriver: awslogs
#             Options:
#               mode: non-blocking
#               max-buffer-size: 25m
#   resource_types: [AWS::ECS::TaskDefinition]
package pantheon.checks.ecs.containers_log_without_waiting

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some container in ecs_lib.containers
	lib.get(container, ["LogConfiguration", "Options", "mode"], "") == "blocking"
	sentence := sprintf("%s waits for its log lines.", [ecs_lib.name(container)])
}
