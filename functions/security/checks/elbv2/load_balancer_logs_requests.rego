# METADATA
# title: Application Load Balancers log requests
# description: >-
#   Looks whether access logs are written to a bucket. Network Load Balancers log only what they decrypt, and
#   Gateway Load Balancers nothing, so they are left out.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell later who called what, so that an attack is found late and its extent never.
#   remediation:
#     text: >-
#       Turn on access logs, to a bucket that only few may read.
#     cli: >-
#       aws elbv2 modify-load-balancer-attributes --load-balancer-arn <arn> --attributes
#       Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=<bucket>
#     cloudformation: |
#       LoadBalancerAttributes:
#         - Key: access_logs.s3.enabled
#           Value: "true"
#         - Key: access_logs.s3.bucket
#           Value: !Ref LogBucket
#     terraform: |
#       resource "aws_lb" "this" {
#         access_logs {
#           bucket  = aws_s3_bucket.logs.id
#           enabled = true
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::LoadBalancer]
#   frameworks:
#     cis_7.0: ["4.10"]
#     fsbp: [ELB.5]
package pantheon.checks.elbv2.load_balancer_logs_requests

import data.pantheon.lib
import data.pantheon.lib.elbv2 as elbv2_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not elbv2_lib.kind in {"application"}

unknown := lib.unread(["LoadBalancerAttributes"])

deny contains "Access logs are off." if not elbv2_lib.on("access_logs.s3.enabled")
