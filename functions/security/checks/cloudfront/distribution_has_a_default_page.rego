# METADATA
# title: CloudFront distributions have a default page
# description: >-
#   Looks whether a request for the root of the distribution is answered with a page of its own.
# custom:
#   severity: medium
#   risk: >-
#     A request for the root reaches the origin as it is, and one that lists what it holds shows all names
#     of a bucket to the world.
#   remediation:
#     text: >-
#       Set a default root object such as index.html.
#     cli: >-
#       aws cloudfront update-distribution --id <distribution> --default-root-object index.html
#     cloudformation: |
#       DistributionConfig:
#         DefaultRootObject: index.html
#     terraform: |
#       resource "aws_cloudfront_distribution" "this" {
#         default_root_object = "index.html"
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     fsbp: [CloudFront.1]
package pantheon.checks.cloudfront.distribution_has_a_default_page

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains "There is no default root object." if object.get(cloudfront.config, "DefaultRootObject", "") == ""
