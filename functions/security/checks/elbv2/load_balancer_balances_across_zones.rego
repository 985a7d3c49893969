# METADATA
# title: Network and Gateway Load Balancers use the targets of all zones alike
# description: >-
#   Looks whether cross-zone load balancing is on; Application Load Balancers always do so.
# custom:
#   severity: low
#   risk: >-
#     A zone with few targets is overloaded while others idle, and a zone without healthy targets answers nothing.
#   remediation:
#     text: >-
#       Turn on cross-zone load balancing, unless what it costs between zones outweighs that.
#     cli: >-
#       aws elbv2 modify-load-balancer-attributes --load-balancer-arn <arn> --attributes
#       Key=load_balancing.cross_zone.enabled,Value=true
#     cloudformation: |
#       LoadBalancerAttributes:
#         - Key: load_balancing.cross_zone.enabled
#           Value: "true"
#     terraform: |
#       resource "aws_lb" "this" {
#         enable_cross_zone_load_balancing = true
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
package pantheon.checks.elbv2.load_balancer_balances_across_zones

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind in {"network", "gateway"}

unknown := lib.unread(["LoadBalancerAttributes"])

deny contains "Cross-zone load balancing is off." if not elbv2_lib.on("load_balancing.cross_zone.enabled")
