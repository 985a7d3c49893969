# METADATA
# title: Load balancers are protected from deletion
# description: >-
#   Looks whether deletion protection is on.
# custom:
#   severity: low
#   risk: >-
#     One call, by mistake or on purpose, takes every service behind the load balancer off the net, and its name and
#     addresses are gone for good.
#   remediation:
#     text: >-
#       Turn on deletion protection.
#     cli: >-
#       aws elbv2 modify-load-balancer-attributes --load-balancer-arn <arn> --attributes
#       Key=deletion_protection.enabled,Value=true
#     cloudformation: |
#       LoadBalancerAttributes:
#         - Key: deletion_protection.enabled
#           Value: "true"
#     terraform: |
#       resource "aws_lb" "this" {
#         enable_deletion_protection = true
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   frameworks:
#     fsbp: [ELB.6]
package pantheon.checks.elbv2.load_balancer_is_protected_from_deletion

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["LoadBalancerAttributes"])

deny contains "Deletion protection is off." if not elbv2_lib.on("deletion_protection.enabled")
