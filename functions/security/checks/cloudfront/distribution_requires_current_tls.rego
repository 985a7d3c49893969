# METADATA
# title: CloudFront distributions take no less than TLS 1.2 from viewers
# description: >-
#   Looks whether the security policy of the distribution still takes SSL 3, TLS 1.0 or TLS 1.1, as it
#   does with the certificate of cloudfront.net.
# custom:
#   severity: medium
#   risk: >-
#     Viewers can be brought down to versions that are broken.
#   remediation:
#     text: >-
#       Use a certificate of your own with the security policy TLSv1.2_2021 or later.
#     cloudformation: |
#       DistributionConfig:
#         ViewerCertificate:
#           SslSupportMethod: sni-only
#           MinimumProtocolVersion: TLSv1.2_2021
#     terraform: |
#       resource "aws_cloudfront_distribution" "this" {
#         viewer_certificate {
#           acm_certificate_arn      = aws_acm_certificate.this.arn
#           ssl_support_method       = "sni-only"
#           minimum_protocol_version = "TLSv1.2_2021"
#         }
#       }
#   resource_types: [AWS::CloudFront::Distribution]
package pantheon.checks.cloudfront.distribution_requires_current_tls

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

version := object.get(cloudfront.certificate, "MinimumProtocolVersion", "TLSv1")

deny contains sprintf("Viewers may use protocols as old as %s.", [version]) if {
	version in {"SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"}
}
