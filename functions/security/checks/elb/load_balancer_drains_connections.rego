# METADATA
# title: Classic load balancers let requests end before they drop an instance
# description: >-
#   Looks whether connection draining is on.
# custom:
#   severity: low
#   risk: >-
#     Whenever an instance is replaced, requests that it works on fail in the middle.
#   remediation:
#     text: >-
#       Turn on connection draining, for as long as requests take.
#     cli: >-
#       aws elb modify-load-balancer-attributes --load-balancer-name <name> --load-balancer-attributes
#       ConnectionDraining={Enabled=true,Timeout=300}
#     cloudformation: |
#       ConnectionDrainingPolicy:
#         Enabled: true
#         Timeout: 300
#     terraform: |
#       resource "aws_elb" "this" {
#         connection_draining         = true
#         connection_draining_timeout = 300
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.7]
package pantheon.checks.elb.load_balancer_drains_connections

import data.pantheon.lib.elb as elb_lib
import rego.v1

unknown := elb_lib.unread("ConnectionDrainingPolicy")

deny contains "Connection draining is off." if {
	not input.properties.ConnectionDrainingPolicy.Enabled == true
}
