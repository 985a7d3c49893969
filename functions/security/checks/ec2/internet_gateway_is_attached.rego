# METADATA
# title: Internet gateways are attached to a VPC
# description: >-
#   Looks whether the gateway is attached to a VPC.
# custom:
#   severity: informational
#   risk: >-
#     A loose gateway connects whatever network somebody attaches it to, without the word internet appearing
#     anywhere in that change.
#   remediation:
#     text: >-
#       Delete the gateway.
#     cli: >-
#       aws ec2 delete-internet-gateway --internet-gateway-id <gateway>
#   resource_types: [AWS::EC2::InternetGateway]
package pantheon.checks.ec2.internet_gateway_is_attached

import data.pantheon.lib
import rego.v1

deny contains "It is attached to no VPC." if count(lib.get(input.properties, "Attachments", [])) == 0
