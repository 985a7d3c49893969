# METADATA
# title: CloudFront distributions talk to origins over HTTPS
# description: >-
#   Looks for origins other than buckets to which requests go over plain HTTP: always, or because
#   viewers may come over plain HTTP.
# custom:
#   severity: medium
#   risk: >-
#     Between CloudFront and the origin everybody on the way reads and changes what viewers believe to be
#     protected.
#   remediation:
#     text: >-
#       Set the protocol policy of the origin to https-only; the website endpoint of a bucket has no HTTPS,
#       so use its REST endpoint with origin access control.
#     cloudformation: |
#       CustomOriginConfig:
#         OriginProtocolPolicy: https-only
#         OriginSSLProtocols: [TLSv1.2]
#     terraform: |
#       custom_origin_config {
#         http_port              = 80
#         https_port             = 443
#         origin_protocol_policy = "https-only"
#         origin_ssl_protocols   = ["TLSv1.2"]
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     fsbp: [CloudFront.9]
package pantheon.checks.cloudfront.distribution_encrypts_to_origins

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("Requests to the origin %s always go over plain HTTP.", [origin.Id]) if {
	some origin in cloudfront.origins
	origin.CustomOriginConfig.OriginProtocolPolicy == "http-only"
}

deny contains sprintf("Requests for %s go to the origin %s over plain HTTP if they come so.", [path, origin.Id]) if {
	some origin in cloudfront.origins
	origin.CustomOriginConfig.OriginProtocolPolicy == "match-viewer"
	some behavior in cloudfront.behaviors
	behavior.TargetOriginId == origin.Id
	behavior.ViewerProtocolPolicy == "allow-all"
	path := behavior.PathPattern
}
