# METADATA
# title: ECS clusters log the commands that people run in containers
# description: >-
#   Looks whether logging of such commands is turned off for the cluster.
# custom:
#   severity: medium
#   risk: >-
#     Whoever gets a shell in a container does there what they want without a trace.
#   remediation:
#     text: >-
#       Log the commands, to an encrypted log group or bucket of their own.
#     cli: >-
#       aws ecs update-cluster --cluster <cluster> --configuration file://configuration-with-logging-override.json
#     cloudformation: |
#       Configuration:
#         ExecuteCommandConfiguration:
#           Logging: OVERRIDE
#           LogConfiguration:
#             CloudWatchLogGroupName: !Ref LogGroup
#             CloudWatchEncryptionEnabled: true
#     terraform: |
#       resource "aws_ecs_cluster" "this" {
#         name = "web"
#         configuration {
#           execute_command_configuration {
#             logging = "OVERRIDE"
#             log_configuration {
#               cloud_watch_log_group_name     = aws_cloudwatch_log_group.exec.name
#               cloud_watch_encryption_enabled = true
#             }
#           }
#         }
#       }
#   resource_types: [AWS::ECS::Cluster]
package pantheon.checks.ecs.cluster_logs_commands

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "Commands that are run in its containers are not logged." if {
	lib.get(input.properties, ["Configuration", "ExecuteCommandConfiguration", "Logging"], "DEFAULT") == "NONE"
}
