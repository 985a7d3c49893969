# METADATA
# title: ECS services give their tasks no public addresses
# description: >-
#   Looks whether tasks of the service get a public IPv4 address.
# custom:
#   severity: high
#   risk: >-
#     Only their security groups then stand between the containers and the internet, and one rule written by mistake
#     is enough.
#   remediation:
#     text: >-
#       Put the tasks into private subnets behind a load balancer, with endpoints or a NAT gateway for what they
#       call.
#     cli: >-
#       aws ecs update-service --cluster <cluster> --service <service> --network-configuration
#       'awsvpcConfiguration={subnets=[<subnet>],assignPublicIp=DISABLED}'
#     cloudformation: |
#       NetworkConfiguration:
#         AwsvpcConfiguration:
#           AssignPublicIp: DISABLED
#     terraform: |
#       resource "aws_ecs_service" "this" {
#         network_configuration {
#           subnets          = [aws_subnet.private.id]
#           assign_public_ip = false
#         }
#       }
#   resource_types: [AWS::ECS::Service]
#   frameworks:
#     fsbp: [ECS.2]
package pantheon.checks.ecs.service_has_no_public_addresses

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains "Its tasks get public IPv4 addresses." if {
	network := lib.get(input.properties, ["NetworkConfiguration", "AwsvpcConfiguration"], {})
	lib.get(network, "AssignPublicIp", "DISABLED") == "ENABLED"
}
