# METADATA
# title: Load balancers have listeners
# description: >-
#   Looks whether the load balancer listens on any port.
# custom:
#   severity: low
#   risk: >-
#     A load balancer without listeners serves nobody, is paid for, and hides among those that matter until somebody
#     opens it by mistake.
#   remediation:
#     text: >-
#       Add a listener, or delete the load balancer.
#     cli: >-
#       aws elbv2 delete-load-balancer --load-balancer-arn <arn>
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   reads: [AWS::ElasticLoadBalancingV2::Listener]
package pantheon.checks.elbv2.load_balancer_has_listeners

import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It listens on no port." if count(elbv2_lib.listeners_of(input.arn)) == 0
