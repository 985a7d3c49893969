# METADATA
# title: S3 buckets log the requests that they answer
# description: >-
#   Looks whether server access logs are delivered to a bucket. Buckets into which S3 delivers such logs
#   are left out, since logging their own deliveries would never end.
# custom:
#   severity: medium
#   risk: >-
#     After a leak nobody can tell who read which objects, from where and when.
#   remediation:
#     text: >-
#       Deliver server access logs into a bucket of their own in the same account and region.
#     cli: >-
#       aws s3api put-bucket-logging --bucket <bucket> --bucket-logging-status file://logging.json
#     cloudformation: |
#       LoggingConfiguration:
#         DestinationBucketName: !Ref Logs
#         LogFilePrefix: s3/
#     terraform: |
#       resource "aws_s3_bucket_logging" "this" {
#         bucket        = aws_s3_bucket.this.id
#         target_bucket = aws_s3_bucket.logs.id
#         target_prefix = "s3/"
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.9]
package pantheon.checks.s3.bucket_logs_access

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

skip if s3.takes_from("logging.s3.amazonaws.com")

skip if {
	some grant in object.get(input.properties, "Grants", [])
	grant.Grantee.URI == "http://acs.amazonaws.com/groups/s3/LogDelivery"
	grant.Permission in {"WRITE", "FULL_CONTROL"}
}

unknown contains sentence if some sentence in lib.unread(["LoggingConfiguration"])

# Whether such logs are delivered into the bucket.
unknown contains sentence if {
	is_off
	some sentence in lib.unread(["Grants", "PolicyDocument"])
}

is_off if {
	object.get(object.get(input.properties, "LoggingConfiguration", {}), "DestinationBucketName", "") == ""
}

deny contains "Server access logs are off." if is_off
