# METADATA
# title: Application Load Balancers drop invalid headers
# description: >-
#   Looks whether header fields whose names break the rules of HTTP are removed before a request is handed on.
# custom:
#   severity: medium
#   risk: >-
#     Servers disagree about what such a header means, which lets an attacker hide a request in another or slip a
#     value past a check.
#   remediation:
#     text: >-
#       Let the load balancer drop invalid header fields, after looking whether a client sends some on purpose.
#     cli: >-
#       aws elbv2 modify-load-balancer-attributes --load-balancer-arn <arn> --attributes
#       Key=routing.http.drop_invalid_header_fields.enabled,Value=true
#     cloudformation: |
#       LoadBalancerAttributes:
#         - Key: routing.http.drop_invalid_header_fields.enabled
#           Value: "true"
#     terraform: |
#       resource "aws_lb" "this" {
#         drop_invalid_header_fields = true
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.4]
package pantheon.checks.elbv2.load_balancer_drops_invalid_headers

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind in {"application"}

unknown := lib.unread(["LoadBalancerAttributes"])

deny contains "Invalid header fields are handed on." if not elbv2_lib.on("routing.http.drop_invalid_header_fields.enabled")
