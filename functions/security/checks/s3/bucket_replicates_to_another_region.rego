# METADATA
# title: S3 buckets replicate to another region
# description: >-
#   Looks for a rule of replication in force whose destination is in another region. A destination that
#   this account does not have is taken to be elsewhere.
# custom:
#   severity: low
#   risk: >-
#     If the region fails, or an attacker destroys the bucket, there is no other copy.
#   remediation:
#     text: >-
#       Add a rule of replication to a bucket in another region, best in another account; both buckets need
#       versioning.
#     cli: >-
#       aws s3api put-bucket-replication --bucket <bucket> --replication-configuration
#       file://replication.json
#     cloudformation: |
#       ReplicationConfiguration:
#         Role: !GetAtt Replication.Arn
#         Rules:
#           - Status: Enabled
#             Destination:
#               Bucket: arn:aws:s3:::<bucket in another region>
#     terraform: |
#       resource "aws_s3_bucket_replication_configuration" "this" {
#         bucket = aws_s3_bucket.this.id
#         role   = aws_iam_role.replication.arn
#         rule {
#           status = "Enabled"
#           destination {
#             bucket = aws_s3_bucket.elsewhere.arn
#           }
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   reads: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.7]
package pantheon.checks.s3.bucket_replicates_to_another_region

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["ReplicationConfiguration"])

# The names of the buckets to which objects are sent.
destinations := {regex.replace(rule.Destination.Bucket, "^.*:", "") |
	some rule in object.get(input.properties, "ReplicationConfiguration", {}).Rules
	rule.Status == "Enabled"
}

here contains name if {
	some name in destinations
	some bucket in lib.present("AWS::S3::Bucket")
	bucket.native_id == name
	bucket.region == input.region
}

deny contains "No rule of replication is in force." if count(destinations) == 0

deny contains sprintf("The destination %s is in the same region.", [name]) if {
	count(destinations - here) == 0
	some name in here
}
