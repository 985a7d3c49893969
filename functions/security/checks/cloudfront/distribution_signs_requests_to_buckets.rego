# METADATA
# title: CloudFront distributions sign their requests to buckets
# description: >-
#   Looks for origins in S3 without origin access control. Website endpoints, which cannot check
#   signatures, are looked at elsewhere.
# custom:
#   severity: medium
#   risk: >-
#     The bucket has to be public, or trusts the old access identity, which knows neither KMS nor newer
#     regions: viewers go around CloudFront, its web ACL and its logs.
#   remediation:
#     text: >-
#       Give the origin an origin access control that always signs, and let the bucket policy admit only
#       this distribution.
#     cli: >-
#       aws cloudfront create-origin-access-control --origin-access-control-config file://control.json
#     cloudformation: |
#       Origins:
#         - Id: files
#           DomainName: !GetAtt Bucket.RegionalDomainName
#           OriginAccessControlId: !GetAtt Control.Id
#           S3OriginConfig: {}
#     terraform: |
#       origin {
#         origin_id                = "files"
#         domain_name              = aws_s3_bucket.this.bucket_regional_domain_name
#         origin_access_control_id = aws_cloudfront_origin_access_control.this.id
#       }
#   resource_types: [AWS::CloudFront::Distribution]
#   frameworks:
#     fsbp: [CloudFront.13]
package pantheon.checks.cloudfront.distribution_signs_requests_to_buckets

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("The origin %s %s.", [origin.Id, lack]) if {
	some origin in cloudfront.origins
	cloudfront.bucket_of(origin)
	not origin.CustomOriginConfig
	object.get(origin, "OriginAccessControlId", "") == ""
	lack := lacks(object.get(object.get(origin, "S3OriginConfig", {}), "OriginAccessIdentity", ""))
}

lacks(identity) := "is asked without a signature" if identity == ""

lacks(identity) := "is asked with an old origin access identity" if identity != ""
