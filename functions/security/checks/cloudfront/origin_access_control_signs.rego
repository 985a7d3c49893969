# METADATA
# title: CloudFront origin access controls sign requests
# description: >-
#   Looks for origin access controls that never sign what is sent to the origin.
# custom:
#   severity: medium
#   risk: >-
#     The distribution seems to be protected, but its origin has to be public to answer at all.
#   remediation:
#     text: >-
#       Set the signing behavior to always.
#     cli: >-
#       aws cloudfront update-origin-access-control --id <control> --if-match <etag>
#       --origin-access-control-config file://control.json
#     cloudformation: |
#       OriginAccessControlConfig:
#         SigningBehavior: always
#         SigningProtocol: sigv4
#     terraform: |
#       resource "aws_cloudfront_origin_access_control" "this" {
#         name                              = "site"
#         origin_access_control_origin_type = "s3"
#         signing_behavior                  = "always"
#         signing_protocol                  = "sigv4"
#       }
#   resource_types: [AWS::CloudFront::OriginAccessControl]
package pantheon.checks.cloudfront.origin_access_control_signs

import rego.v1

deny contains "Requests are never signed." if {
	input.properties.OriginAccessControlConfig.SigningBehavior == "never"
}
