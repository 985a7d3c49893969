# METADATA
# title: Subnets are not connected to the internet by default
# description: >-
#   Looks whether the main route table of a VPC, which counts for every subnet without one of its own, leads to an
#   internet gateway. Default VPCs, which are made so, are left out.
# custom:
#   severity: medium
#   risk: >-
#     A subnet that somebody adds and thinks no further about is public from the start.
#   remediation:
#     text: >-
#       Give public subnets a route table of their own, and delete the route to the internet gateway from the main
#       one.
#     cli: >-
#       aws ec2 delete-route --route-table-id <table> --destination-cidr-block 0.0.0.0/0
#   resource_types: [AWS::EC2::RouteTable]
#   reads: [AWS::EC2::VPC]
package pantheon.checks.ec2.main_route_table_is_private

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if {
	some vpc in lib.needed(input, "AWS::EC2::VPC")
	vpc.properties.IsDefault == true
}

deny contains sentence if {
	some association in lib.get(input.properties, "Associations", [])
	association.Main == true
	some route in lib.get(input.properties, "Routes", [])
	some family in ["IPv4", "IPv6"]
	ec2.leads_out(route, family)
	sentence := sprintf("Its %s traffic goes to %s.", [family, route.GatewayId])
}
