# METADATA
# title: Classic load balancers use the instances of all zones alike
# description: >-
#   Looks whether cross-zone load balancing is on.
# custom:
#   severity: low
#   risk: >-
#     A zone with few instances is overloaded while others idle, and fails under a load that the whole would bear.
#   remediation:
#     text: >-
#       Turn on cross-zone load balancing.
#     cli: >-
#       aws elb modify-load-balancer-attributes --load-balancer-name <name> --load-balancer-attributes
#       CrossZoneLoadBalancing={Enabled=true}
#     cloudformation: |
#       CrossZone: true
#     terraform: |
#       resource "aws_elb" "this" {
#         cross_zone_load_balancing = true
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.9]
package pantheon.checks.elb.load_balancer_balances_across_zones

import data.pantheon.lib.elb as elb_lib
import rego.v1

unknown := elb_lib.unread("CrossZone")

deny contains "Cross-zone load balancing is off." if {
	not input.properties.CrossZone == true
}
