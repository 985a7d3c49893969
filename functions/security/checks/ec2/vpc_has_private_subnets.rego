# METADATA
# title: VPCs that are connected to the internet have private subnets, too
# description: >-
#   Looks whether every subnet of the VPC has a route to an internet gateway. Default VPCs, which are made so, are
#   left out.
# custom:
#   severity: medium
#   risk: >-
#     Databases and internal services have no place to be but next to the internet, where one open rule exposes
#     them.
#   remediation:
#     text: >-
#       Add subnets without a route to the internet gateway, and move there what nobody outside has to reach.
#     cli: >-
#       aws ec2 create-route-table --vpc-id <vpc>
#   resource_types: [AWS::EC2::VPC]
#   reads: [AWS::EC2::RouteTable, AWS::EC2::Subnet]
package pantheon.checks.ec2.vpc_has_private_subnets

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if input.properties.IsDefault == true

subnets := {id |
	some id, subnet in lib.present("AWS::EC2::Subnet")
	subnet.properties.VpcId == input.native_id
}

public := {id |
	all := lib.estate("AWS::EC2::Subnet")
	some id in subnets
	ec2.public_subnet(all[id].native_id, input.native_id)
}

deny contains sentence if {
	count(public) > 0
	count(public) == count(subnets)
	sentence := sprintf("All its %d subnets have a route to an internet gateway.", [count(subnets)])
}
