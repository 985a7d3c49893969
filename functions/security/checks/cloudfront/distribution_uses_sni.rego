# METADATA
# title: CloudFront distributions tell domains apart by SNI
# description: >-
#   Looks at distributions with a certificate of their own: it should be chosen by the name that the
#   viewer asks for instead of by addresses of its own.
# custom:
#   severity: low
#   risk: >-
#     Addresses of its own cost a lot and only serve viewers so old that their TLS is broken.
#   remediation:
#     text: >-
#       Set the support method to sni-only.
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
#   frameworks:
#     fsbp: [CloudFront.8]
package pantheon.checks.cloudfront.distribution_uses_sni

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("HTTPS is served by %s instead of SNI.", [method]) if {
	object.get(cloudfront.certificate, "CloudFrontDefaultCertificate", false) != true
	method := object.get(cloudfront.certificate, "SslSupportMethod", "sni-only")
	method != "sni-only"
}
