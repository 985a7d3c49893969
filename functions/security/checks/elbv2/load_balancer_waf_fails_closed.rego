# METADATA
# title: Application Load Balancers let nothing past a web ACL that does not answer
# description: >-
#   Looks whether requests are handed on unchecked while AWS WAF cannot be reached.
# custom:
#   severity: low
#   risk: >-
#     Whoever brings the filter to its knees, or waits for an outage, gets past it.
#   remediation:
#     text: >-
#       Turn off failing open, unless being reachable matters more than being protected.
#     cli: >-
#       aws elbv2 modify-load-balancer-attributes --load-balancer-arn <arn> --attributes
#       Key=waf.fail_open.enabled,Value=false
#     cloudformation: |
#       LoadBalancerAttributes:
#         - Key: waf.fail_open.enabled
#           Value: "false"
#     terraform: |
#       resource "aws_lb" "this" {
#         enable_waf_fail_open = false
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
package pantheon.checks.elbv2.load_balancer_waf_fails_closed

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind in {"application"}

unknown := lib.unread(["LoadBalancerAttributes"])

deny contains "Requests are handed on unchecked while AWS WAF does not answer." if elbv2_lib.on("waf.fail_open.enabled")
