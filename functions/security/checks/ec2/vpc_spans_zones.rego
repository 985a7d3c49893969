# METADATA
# title: VPCs have subnets in several Availability Zones
# description: >-
#   Looks whether the subnets of the VPC are in at least two Availability Zones. A VPC without subnets is left out.
# custom:
#   severity: low
#   risk: >-
#     The failure of one data center stops everything that is in the network.
#   remediation:
#     text: >-
#       Add subnets in another zone and let load balancers, databases and groups of instances use both.
#     cli: >-
#       aws ec2 create-subnet --vpc-id <vpc> --cidr-block <network> --availability-zone <zone>
#   resource_types: [AWS::EC2::VPC]
#   reads: [AWS::EC2::Subnet]
package pantheon.checks.ec2.vpc_spans_zones

import data.pantheon.lib
import rego.v1

zones := {zone |
	some subnet in subnets
	zone := subnet.properties.AvailabilityZone
}

subnets := [subnet |
	some subnet in lib.present("AWS::EC2::Subnet")
	subnet.properties.VpcId == input.native_id
]

skip if count(subnets) == 0

deny contains sentence if {
	count(zones) == 1
	sentence := sprintf("All its subnets are in %s.", [concat("", zones)])
}
