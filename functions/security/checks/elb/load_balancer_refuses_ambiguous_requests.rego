# METADATA
# title: Classic load balancers guard against ambiguous requests
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
#       aws elb modify-load-balancer-attributes --load-balancer-name <name> --load-balancer-attributes
#       AdditionalAttributes=[{Key=elb.http.desyncmitigationmode,Value=defensive}]
#     terraform: |
#       resource "aws_elb" "this" {
#         desync_mitigation_mode = "defensive"
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.14]
package pantheon.checks.elb.load_balancer_refuses_ambiguous_requests

import data.pantheon.lib
import data.pantheon.lib.elb as elb_lib
import rego.v1

unknown := elb_lib.unread("DesyncMitigationMode")

deny contains "Ambiguous requests are let through." if {
	not lib.get(input.properties, "DesyncMitigationMode", "") in {"defensive", "strictest"}
}
