# METADATA
# title: CloudFront distributions have an origin to fail over to
# description: >-
#   Looks whether there is a group of origins, of which the second answers when the first fails.
# custom:
#   severity: low
#   risk: >-
#     When the origin fails, what depends on it is away.
#   remediation:
#     text: >-
#       Make a group of two origins and let the behaviors use it.
#     cloudformation: |
#       DistributionConfig:
#         OriginGroups:
#           Quantity: 1
#           Items:
#             - Id: both
#               FailoverCriteria: {StatusCodes: {Quantity: 2, Items: [500, 503]}}
#               Members: {Quantity: 2, Items: [{OriginId: first}, {OriginId: second}]}
#     terraform: |
#       resource "aws_cloudfront_distribution" "this" {
#         origin_group {
#           origin_id = "both"
#           failover_criteria {
#             status_codes = [500, 503]
#           }
#           member {
#             origin_id = "first"
#           }
#           member {
#             origin_id = "second"
#           }
#         }
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     fsbp: [CloudFront.4]
package pantheon.checks.cloudfront.distribution_fails_over

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains "There is no group of origins." if count(object.get(cloudfront.config, "OriginGroups", [])) == 0
