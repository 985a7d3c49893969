# METADATA
# title: Containers are not given secrets in plain variables
# description: >-
#   Looks at the names of the environment variables that stand in the task definition with their values, which are
#   not read.
# custom:
#   severity: high
#   risk: >-
#     Everybody who may look at task definitions, which nobody thinks of as secret, reads the password, and every
#     revision keeps it for ever.
#   remediation:
#     text: >-
#       Move the value into Secrets Manager or Parameter Store, name it under secrets, and change it, since old
#       revisions still show it.
#     cli: >-
#       aws ecs register-task-definition --cli-input-json file://task-definition.json
#     cloudformation: |
#       ContainerDefinitions:
#         - Name: app
#           Secrets:
#             - Name: DB_PASSWORD
#               ValueFrom: !Ref DatabaseSecret
#     terraform: |
#       resource "aws_ecs_task_definition" "this" {
#         family = "shop"
#         container_definitions = jsonencode([{
#           name  = "app"
#           image = "${aws_ecr_repository.this.repository_url}:1.2"
#           secrets = [{ name = "DB_PASSWORD", valueFrom = aws_secretsmanager_secret.db.arn }]
#         }])
#       }
#   resource_types: [AWS::ECS::TaskDefinition]
#   frameworks:
#     fsbp: [ECS.8]
package pantheon.checks.ecs.containers_have_no_secrets_in_variables

import data.pantheon.lib
import data.pantheon.lib.ecs as ecs_lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	some container in ecs_lib.containers
	some variable in lib.get(container, "EnvironmentNames", [])
	lib.names_secret(variable)
	what := [ecs_lib.name(container), variable]
	sentence := sprintf("%s has the variable %s, whose value stands in the task definition.", what)
}
