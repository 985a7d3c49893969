# METADATA
# title: CloudFront distributions answer viewers only over HTTPS
# description: >-
#   Looks whether some pattern of paths is also answered over plain HTTP.
# custom:
#   severity: medium
#   risk: >-
#     Whoever is on the way reads cookies and pages, and changes what viewers see.
#   remediation:
#     text: >-
#       Redirect viewers from HTTP to HTTPS, or refuse HTTP, for every pattern of paths.
#     cli: >-
#       aws cloudfront update-distribution --id <distribution> --if-match <etag> --distribution-config
#       file://config.json
#     cloudformation: |
#       DistributionConfig:
#         DefaultCacheBehavior:
#           ViewerProtocolPolicy: redirect-to-https
#     terraform: |
#       resource "aws_cloudfront_distribution" "this" {
#         default_cache_behavior {
#           viewer_protocol_policy = "redirect-to-https"
#         }
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     fsbp: [CloudFront.3]
package pantheon.checks.cloudfront.distribution_requires_https

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("Requests for %s are also answered over plain HTTP.", [behavior.PathPattern]) if {
	some behavior in cloudfront.behaviors
	object.get(behavior, "ViewerProtocolPolicy", "") == "allow-all"
}
