# METADATA
# title: Routes to peered VPCs lead to no more than is needed
# description: >-
#   Looks for routes by a peering connection to everything, or to the whole network of another VPC of the account.
# custom:
#   severity: low
#   risk: >-
#     Whoever gets into one network reaches everything in the other, rather than the few machines that it has to
#     call.
#   remediation:
#     text: >-
#       Route only the subnets, or the single addresses, that have to be reached.
#     cli: |
#       aws ec2 create-route --route-table-id <table> --destination-cidr-block <subnet> \
#         --vpc-peering-connection-id <peering>
#       aws ec2 delete-route --route-table-id <table> --destination-cidr-block <network>
#     terraform: |
#       resource "aws_route" "peer" {
#         route_table_id            = aws_route_table.this.id
#         destination_cidr_block    = "10.2.3.0/24"
#         vpc_peering_connection_id = aws_vpc_peering_connection.this.id
#       }
#   resource_types: [AWS::EC2::RouteTable]
#   reads: [AWS::EC2::VPC]
#   frameworks:
#     cis_3.0: ["5.5"]
#     cis_5.0: ["5.6"]
#     cis_7.0: ["6.6"]
package pantheon.checks.ec2.peering_routes_are_narrow

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

deny contains sentence if {
	some route in lib.get(input.properties, "Routes", [])
	peering := lib.get(route, "VpcPeeringConnectionId", "")
	peering != ""
	some name in ["DestinationCidrBlock", "DestinationIpv6CidrBlock"]
	destination := route[name]
	is_string(destination)
	some whole in covered(destination)
	sentence := sprintf("The route for %s by %s leads to %s.", [destination, peering, whole])
}

covered(destination) := {"everything"} if ec2.worldwide(destination)

covered(destination) := {sprintf("the whole of %s", [vpc.native_id]) |
	some vpc in lib.present("AWS::EC2::VPC")
	vpc.native_id != input.properties.VpcId
	some name in ["CidrBlockAssociations", "Ipv6CidrBlocks"]
	some block in lib.get(vpc.properties, name, [])
	ec2.family(block) == ec2.family(destination)
	net.cidr_contains(destination, block)
} if {
	not ec2.worldwide(destination)
}
