# METADATA
# title: Subnets hand out no public addresses by themselves
# description: >-
#   Looks whether what is launched into the subnet gets a public IPv4 address without asking for one.
# custom:
#   severity: medium
#   risk: >-
#     Somebody who launches an instance there and thinks of nothing has put it on the internet.
#   remediation:
#     text: >-
#       Turn the setting off, and give an address on purpose to the few things that need one.
#     cli: >-
#       aws ec2 modify-subnet-attribute --subnet-id <subnet> --no-map-public-ip-on-launch
#     cloudformation: |
#       MapPublicIpOnLaunch: false
#     terraform: |
#       resource "aws_subnet" "this" {
#         map_public_ip_on_launch = false
#       }
#   resource_types: [AWS::EC2::Subnet]
#   frameworks:
#     fsbp: [EC2.15]
package pantheon.checks.ec2.subnet_hands_out_no_public_addresses

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "What is launched into it gets a public IPv4 address." if input.properties.MapPublicIpOnLaunch == true
