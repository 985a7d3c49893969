# METADATA
# title: S3 buckets that hold CloudTrail logs are not public
# description: >-
#   Looks at buckets into which a trail of the account writes, or whose policy lets CloudTrail write: no
#   statement and no grant may let everybody read, list or change anything in them.
# custom:
#   severity: critical
#   risk: >-
#     The logs name every user, role, address and resource of the company to an attacker; and whoever can
#     change them removes the traces of an attack.
#   remediation:
#     text: >-
#       Take the public statement or grant away and turn on all four settings of the public access block;
#       the bucket of a trail never has to be public.
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
#       resource "aws_s3_bucket_public_access_block" "trail" {
#         bucket                  = aws_s3_bucket.trail.id
#         block_public_acls       = true
#         block_public_policy     = true
#         ignore_public_acls      = true
#         restrict_public_buckets = true
#       }
#   resource_types: [AWS::S3::Bucket]
#   reads: [AWS::CloudTrail::Trail]
#   frameworks:
#     fsbp: [CloudTrail.6]
package pantheon.checks.s3.cloudtrail_bucket_is_not_public

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

skip if not holds_trail

holds_trail if s3.takes_from("cloudtrail.amazonaws.com")

holds_trail if {
	some trail in lib.present("AWS::CloudTrail::Trail")
	trail.properties.S3BucketName == input.properties.BucketName
}

unknown := s3.unread_ways

acts := {
	"s3:deleteobject",
	"s3:getobject",
	"s3:listbucket",
	"s3:putbucketacl",
	"s3:putbucketpolicy",
	"s3:putobject",
}

deny := s3.public_ways(acts, {"READ", "READ_ACP", "WRITE", "WRITE_ACP", "FULL_CONTROL"})
