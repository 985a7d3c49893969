# METADATA
# title: CloudFront distributions are behind a web ACL
# description: >-
#   Looks whether AWS WAF inspects the requests.
# custom:
#   severity: medium
#   risk: >-
#     Injections, floods and robots reach the origin as they come.
#   remediation:
#     text: >-
#       Associate a web ACL of AWS WAF with managed rules and a limit on rates.
#     cli: >-
#       aws cloudfront associate-distribution-web-acl --id <distribution> --web-acl-arn <web acl>
#     cloudformation: |
#       DistributionConfig:
#         WebACLId: !GetAtt WebAcl.Arn
#     terraform: |
#       resource "aws_cloudfront_distribution" "this" {
#         web_acl_id = aws_wafv2_web_acl.this.arn
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     fsbp: [CloudFront.6]
package pantheon.checks.cloudfront.distribution_has_a_web_acl

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains "There is no web ACL." if object.get(cloudfront.config, "WebACLId", "") == ""
