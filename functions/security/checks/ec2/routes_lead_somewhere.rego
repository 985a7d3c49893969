# METADATA
# title: Routes lead to something that exists
# description: >-
#   Looks for routes whose target was deleted.
# custom:
#   severity: low
#   risk: >-
#     What is sent there is lost, and what was meant to be inspected or encrypted on the way may be gone with the
#     target.
#   remediation:
#     text: >-
#       Delete the route, or point it to what took the place of its target.
#     cli: >-
#       aws ec2 delete-route --route-table-id <table> --destination-cidr-block <network>
#   resource_types: [AWS::EC2::RouteTable]
package pantheon.checks.ec2.routes_lead_somewhere

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	some route in lib.get(input.properties, "Routes", [])
	route.State == "blackhole"
	some name in ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"]
	destination := route[name]
	is_string(destination)
	sentence := sprintf("The route for %s leads nowhere.", [destination])
}
