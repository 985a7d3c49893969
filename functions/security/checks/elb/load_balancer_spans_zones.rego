# METADATA
# title: Classic load balancers span several Availability Zones
# description: >-
#   Looks whether the load balancer is in at least two Availability Zones.
# custom:
#   severity: low
#   risk: >-
#     The failure of one data center makes everything behind the load balancer unreachable.
#   remediation:
#     text: >-
#       Add a subnet in another zone.
#     cli: >-
#       aws elb attach-load-balancer-to-subnets --load-balancer-name <name> --subnets <subnet>
#     cloudformation: |
#       Subnets:
#         - !Ref SubnetA
#         - !Ref SubnetB
#     terraform: |
#       resource "aws_elb" "this" {
#         subnets = [aws_subnet.a.id, aws_subnet.b.id]
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.10]
package pantheon.checks.elb.load_balancer_spans_zones

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	zones := lib.get(input.properties, "AvailabilityZones", [])
	count(zones) < 2
	sentence := sprintf("It is in no other zone than %s.", [concat("", zones)])
}
