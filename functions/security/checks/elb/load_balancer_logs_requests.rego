# METADATA
# title: Classic load balancers log requests
# description: >-
#   Looks whether access logs are written to a bucket.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell later who called what, so that an attack is found late and its extent never.
#   remediation:
#     text: >-
#       Turn on access logs, to a bucket that only few may read.
#     cli: >-
#       aws elb modify-load-balancer-attributes --load-balancer-name <name> --load-balancer-attributes
#       AccessLog={Enabled=true,S3BucketName=<bucket>,EmitInterval=5}
#     cloudformation: |
#       AccessLoggingPolicy:
#         Enabled: true
#         EmitInterval: 5
#         S3BucketName: !Ref LogBucket
#     terraform: |
#       resource "aws_elb" "this" {
#         access_logs {
#           bucket  = aws_s3_bucket.logs.id
#           enabled = true
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancing::LoadBalancer]
#   frameworks:
#     cis_7.0: ["4.10"]
#     fsbp: [ELB.5]
package pantheon.checks.elb.load_balancer_logs_requests

import data.pantheon.lib.elb as elb_lib
import rego.v1

unknown := elb_lib.unread("AccessLoggingPolicy")

deny contains "Access logs are off." if {
	not input.properties.AccessLoggingPolicy.Enabled == true
}
