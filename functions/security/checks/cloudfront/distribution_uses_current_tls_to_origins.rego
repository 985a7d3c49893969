# METADATA
# title: CloudFront distributions talk to origins with no less than TLS 1.2
# description: >-
#   Looks for origins to which SSL 3, TLS 1.0 or TLS 1.1 may be spoken.
# custom:
#   severity: medium
#   risk: >-
#     The connection to the origin can be brought down to a version that is broken.
#   remediation:
#     text: >-
#       Leave only TLSv1.2 in the protocols of the origin.
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
#     fsbp: [CloudFront.10]
package pantheon.checks.cloudfront.distribution_uses_current_tls_to_origins

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("The origin %s may be talked to with %s.", [origin.Id, concat(", ", old)]) if {
	some origin in cloudfront.origins
	object.get(origin.CustomOriginConfig, "OriginProtocolPolicy", "") != "http-only"
	old := [protocol |
		some protocol in object.get(origin.CustomOriginConfig, "OriginSSLProtocols", [])
		protocol in {"SSLv3", "TLSv1", "TLSv1.1"}
	]
	count(old) > 0
}
