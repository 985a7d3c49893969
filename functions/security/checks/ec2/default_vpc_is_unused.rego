# METADATA
# title: Default VPCs hold nothing
# description: >-
#   Looks whether network interfaces are in the VPC that AWS made for the region.
# custom:
#   severity: low
#   risk: >-
#     All its subnets are public and hand out public addresses, so whatever is launched there is on the internet
#     unless somebody takes care.
#   remediation:
#     text: >-
#       Move what is there into a VPC of your own, then delete the default VPC, so that nothing lands there by
#       mistake.
#     cli: >-
#       aws ec2 delete-vpc --vpc-id <vpc>
#   resource_types: [AWS::EC2::VPC]
#   reads: [AWS::EC2::NetworkInterface]
package pantheon.checks.ec2.default_vpc_is_unused

import data.pantheon.lib
import rego.v1

skip if not input.properties.IsDefault == true

deny contains sentence if {
	interfaces := [id |
		some id, interface in lib.present("AWS::EC2::NetworkInterface")
		interface.properties.VpcId == input.native_id
	]
	count(interfaces) > 0
	sentence := sprintf("%d network interfaces are in it.", [count(interfaces)])
}
