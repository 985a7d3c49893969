# METADATA
# title: S3 buckets with versions expire the old ones
# description: >-
#   Looks at buckets with versioning on: a rule of the life cycle in force has to expire or move
#   versions that are no longer current.
# custom:
#   severity: low
#   risk: >-
#     What was deleted for good reasons stays readable for ever as an old version, and its volume grows
#     without end.
#   remediation:
#     text: >-
#       Add a rule that expires noncurrent versions once nobody would restore them any more.
#     cli: >-
#       aws s3api put-bucket-lifecycle-configuration --bucket <bucket> --lifecycle-configuration
#       file://lifecycle.json
#     cloudformation: |
#       LifecycleConfiguration:
#         Rules:
#           - Id: old-versions
#             Status: Enabled
#             NoncurrentVersionExpiration:
#               NoncurrentDays: 90
#     terraform: |
#       resource "aws_s3_bucket_lifecycle_configuration" "this" {
#         bucket = aws_s3_bucket.this.id
#         rule {
#           id     = "old-versions"
#           status = "Enabled"
#           filter {}
#           noncurrent_version_expiration {
#             noncurrent_days = 90
#           }
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.10]
package pantheon.checks.s3.versioned_bucket_expires_old_versions

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

skip if {
	s3.versioning != "Enabled"
	count(lib.unread(["VersioningConfiguration"])) == 0
}

unknown := lib.unread(["LifecycleConfiguration", "VersioningConfiguration"])

deny contains "No rule of the life cycle expires or moves noncurrent versions." if {
	count([rule | some rule in s3.lifecycle_rules; ends_versions(rule)]) == 0
}

ends_versions(rule) if rule.NoncurrentVersionExpiration

ends_versions(rule) if count(object.get(rule, "NoncurrentVersionTransitions", [])) > 0
