# METADATA
# title: The buckets of trails log who reads them
# description: >-
#   Looks whether server access logs are delivered for the bucket into which the trail writes. A bucket of another
#   account is not seen.
# custom:
#   severity: low
#   risk: >-
#     Somebody who reads or deletes the logs of the company leaves no trace of it.
#   remediation:
#     text: >-
#       Deliver the access logs of the bucket into another bucket.
#     cli: >-
#       aws s3api put-bucket-logging --bucket <bucket> --bucket-logging-status file://logging.json
#     cloudformation: |
#       LoggingConfiguration:
#         DestinationBucketName: !Ref AccessLogs
#     terraform: |
#       resource "aws_s3_bucket_logging" "trail" {
#         bucket        = aws_s3_bucket.trail.id
#         target_bucket = aws_s3_bucket.access_logs.id
#         target_prefix = "trail/"
#       }
#   resource_types: [AWS::CloudTrail::Trail]
#   reads: [AWS::S3::Bucket]
#   frameworks:
#     cis_3.0: ["3.4"]
#     cis_5.0: ["3.4"]
#     cis_7.0: ["4.4"]
#     fsbp: [CloudTrail.7]
package pantheon.checks.cloudtrail.trail_bucket_logs_access

import data.pantheon.lib
import rego.v1

name := object.get(input.properties, "S3BucketName", "")

buckets := {bucket |
	some bucket in lib.present("AWS::S3::Bucket")
	object.get(bucket.properties, "BucketName", bucket.native_id) == name
}

unknown contains sprintf("The bucket %s is not among those of the account.", [name]) if count(buckets) == 0

unknown contains sprintf("Whether the bucket %s logs access could not be read.", [name]) if {
	some bucket in buckets
	"LoggingConfiguration" in object.get(bucket.properties, "Unread", [])
}

deny contains sprintf("The bucket %s does not log access.", [name]) if {
	some bucket in buckets
	object.get(object.get(bucket.properties, "LoggingConfiguration", {}), "DestinationBucketName", "") == ""
}
