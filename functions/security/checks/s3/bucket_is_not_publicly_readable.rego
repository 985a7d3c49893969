# METADATA
# title: S3 buckets cannot be read or listed by everybody
# description: >-
#   Looks for statements of the bucket policy and grants of the access control list by which everybody,
#   or every account of AWS, may read or list objects. What the public access block makes void does not
#   count, nor do statements that conditions or denials narrow to an organization, accounts, networks or
#   resources. A public access block of the whole account is not seen here.
# custom:
#   severity: critical
#   risk: >-
#     Anybody on the internet can list and copy what the bucket holds; scanners find such buckets within
#     hours.
#   remediation:
#     text: >-
#       Take the grant or the statement away, or narrow it with a condition such as aws:PrincipalOrgID;
#       serve what has to be public through CloudFront, and turn on the public access block of the bucket.
#     cli: >-
#       aws s3api delete-bucket-policy --bucket <bucket>
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
#     cis_7.0: ["2.21"]
#     fsbp: [S3.2]
package pantheon.checks.s3.bucket_is_not_publicly_readable

import data.pantheon.lib.s3
import rego.v1

unknown := s3.unread_ways

acts := {
	"s3:getobject",
	"s3:getobjectversion",
	"s3:listbucket",
	"s3:listbucketversions",
}

deny := s3.public_ways(acts, {"READ", "READ_ACP", "FULL_CONTROL"})
