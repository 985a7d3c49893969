# METADATA
# title: Application Load Balancers guard against ambiguous requests
# description: >-
#   Looks whether the mode for requests that break the rules of HTTP is defensive or strictest.
# custom:
#   severity: medium
#   risk: >-
#     Where the load balancer and the server behind it disagree where a request ends, an attacker hides one request
#     in another and gets past filters or into the sessions of others.
#   remediation:
#     text: >-
#       Set the mode to defensive, or to strictest if no client breaks the rules.
#     cli: >-
#       aws elbv2 modify-load-balancer-attributes --load-balancer-arn <arn> --attributes
#       Key=routing.http.desync_mitigation_mode,Value=defensive
#     cloudformation: |
#       LoadBalancerAttributes:
#         - Key: routing.http.desync_mitigation_mode
#           Value: defensive
#     terraform: |
#       resource "aws_lb" "this" {
#         desync_mitigation_mode = "defensive"
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.12]
package pantheon.checks.elbv2.load_balancer_refuses_ambiguous_requests

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind in {"application"}

unknown := lib.unread(["LoadBalancerAttributes"])

deny contains "Ambiguous requests are let through." if {
	not elbv2_lib.attribute("routing.http.desync_mitigation_mode") in {"defensive", "strictest"}
}
