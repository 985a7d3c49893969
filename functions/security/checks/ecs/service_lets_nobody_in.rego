# METADATA
# title: ECS services let nobody into their containers
# description: >-
#   Looks whether commands can be run in the containers of the service from outside.
# custom:
#   severity: low
#   risk: >-
#     Whoever has the permission ecs:ExecuteCommand, by right or by theft, has a shell beside the data and secrets
#     of the application.
#   remediation:
#     text: >-
#       Turn the setting off and deploy anew; turn it on only for as long as something has to be found out.
#     cli: >-
#       aws ecs update-service --cluster <cluster> --service <service> --no-enable-execute-command
#       --force-new-deployment
#     cloudformation: |
#       EnableExecuteCommand: false
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         enable_execute_command = false
#       }
#   resource_types: [AWS::ECS::Service]
package pantheon.checks.ecs.service_lets_nobody_in

import rego.v1

skip if input.state == "deleting"

deny contains "Commands can be run in its containers." if input.properties.EnableExecuteCommand == true
