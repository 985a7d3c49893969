# METADATA
# title: S3 buckets block public access
# description: >-
#   Looks whether all four settings of the bucket's public access block are on.
# custom:
#   severity: high
#   risk: >-
#     One policy or access control list written by mistake shows every object of the bucket to the world.
#   remediation:
#     text: >-
#       Turn on all four settings of the bucket, after moving what has to be public behind CloudFront.
#     cli: >-
#       aws s3api put-public-access-block --bucket <bucket> --public-access-block-configuration
#       BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     cloudformation: |
#       PublicAccessBlockConfiguration:
#         BlockPublicAcls: true
#         BlockPublicPolicy: true
#         IgnorePublicAcls: true
#         RestrictPublicBuckets: true
#     terraform: |
#       resource "aws_s3_bucket_public_access_block" "this" {
#         bucket                  = aws_s3_bucket.this.id
#         block_public_acls       = true
#         block_public_policy     = true
#         ignore_public_acls      = true
#         restrict_public_buckets = true
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     cis_3.0: ["2.1.4"]
#     cis_5.0: ["2.1.4"]
#     cis_7.0: ["3.1.4"]
#     fsbp: [S3.8]
package pantheon.checks.s3.bucket_blocks_public_access

import data.pantheon.lib
import rego.v1

settings := {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}

unknown := lib.unread(["PublicAccessBlockConfiguration"])

deny contains sprintf("%s is off.", [setting]) if {
	some setting in settings
	not input.properties.PublicAccessBlockConfiguration[setting]
}
