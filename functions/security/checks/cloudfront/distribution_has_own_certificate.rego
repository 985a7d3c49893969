# METADATA
# title: CloudFront distributions have a certificate of their own
# description: >-
#   Looks whether viewers are shown a certificate for a domain of yours instead of that of
#   cloudfront.net, with which TLS 1.0 cannot be refused.
# custom:
#   severity: low
#   risk: >-
#     Users learn to trust any name below cloudfront.net, which everybody can have.
#   remediation:
#     text: >-
#       Add a domain of yours with a certificate of ACM in us-east-1.
#     cloudformation: |
#       DistributionConfig:
#         ViewerCertificate:
#           AcmCertificateArn: !Ref Certificate
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
#     fsbp: [CloudFront.7]
package pantheon.checks.cloudfront.distribution_has_own_certificate

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains "The certificate is that of cloudfront.net." if {
	object.get(cloudfront.certificate, "CloudFrontDefaultCertificate", false) == true
}
