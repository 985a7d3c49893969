# METADATA
# title: Load balancers span several Availability Zones
# description: >-
#   Looks whether the load balancer has subnets in at least two Availability Zones.
# custom:
#   severity: low
#   risk: >-
#     The failure of one data center makes everything behind the load balancer unreachable.
#   remediation:
#     text: >-
#       Add a subnet in another zone.
#     cli: >-
#       aws elbv2 set-subnets --load-balancer-arn <arn> --subnets <subnet> <subnet>
#     cloudformation: |
#       Subnets:
#         - !Ref SubnetA
#         - !Ref SubnetB
#     terraform: |
#       resource "aws_lb" "this" {
#         subnets = [aws_subnet.a.id, aws_subnet.b.id]
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.13]
package pantheon.checks.elbv2.load_balancer_spans_zones

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

zones := {zone |
	some mapping in lib.get(input.properties, "SubnetMappings", [])
	zone := mapping.AvailabilityZone
}

deny contains sentence if {
	count(zones) < 2
	sentence := sprintf("It is in no other zone than %s.", [concat("", zones)])
}
