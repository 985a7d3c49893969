# METADATA
# title: Network interfaces are attached
# description: >-
#   Looks whether an interface that the account made itself is attached to anything.
# custom:
#   severity: informational
#   risk: >-
#     A forgotten interface keeps an address and a place in its subnet, and keeps its security groups from being
#     deleted.
#   remediation:
#     text: >-
#       Delete the interface.
#     cli: >-
#       aws ec2 delete-network-interface --network-interface-id <interface>
#   resource_types: [AWS::EC2::NetworkInterface]
package pantheon.checks.ec2.network_interface_is_attached

import data.pantheon.lib
import rego.v1

# What a service of AWS keeps for itself is its own affair.
skip if input.properties.RequesterManaged == true

deny contains "It is attached to nothing." if {
	not input.properties.Attachment
	lib.get(input.properties, "InterfaceType", "interface") == "interface"
}
