# METADATA
# title: EC2 instances have no public IPv4 address
# description: >-
#   Looks whether the instance or one of its network interfaces has a public IPv4 address.
# custom:
#   severity: medium
#   risk: >-
#     Only its security groups then stand between the instance and the internet, and one rule written by mistake is
#     enough.
#   remediation:
#     text: >-
#       Put the instance into a private subnet, behind a load balancer for what comes in and a NAT gateway for what
#       goes out.
#     cli: >-
#       aws ec2 modify-network-interface-attribute --network-interface-id <interface>
#       --no-associate-public-ip-address
#     cloudformation: |
#       NetworkInterfaces:
#         - DeviceIndex: "0"
#           AssociatePublicIpAddress: false
#           SubnetId: !Ref PrivateSubnet
#     terraform: |
#       resource "aws_instance" "this" {
#         associate_public_ip_address = false
#         subnet_id                   = aws_subnet.private.id
#       }
#   resource_types: [AWS::EC2::Instance]
#   reads: [AWS::EC2::NetworkInterface]
#   frameworks:
#     fsbp: [EC2.9]
package pantheon.checks.ec2.instance_has_no_public_address

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	some address in addresses
	sentence := sprintf("It has the public address %s.", [address])
}

addresses contains input.properties.PublicIpAddress if is_string(input.properties.PublicIpAddress)

addresses contains address if {
	some interface in lib.needed(input, "AWS::EC2::NetworkInterface")
	address := interface.properties.PublicIp
	is_string(address)
}
