# METADATA
# title: S3 buckets have a life cycle for their objects
# description: >-
#   Looks whether at least one rule of the life cycle is in force.
# custom:
#   severity: low
#   risk: >-
#     Data is kept for ever that nobody needs, and all of it is there to be stolen.
#   remediation:
#     text: >-
#       Add rules that move objects to cheaper classes and expire them when their purpose ends.
#     cli: >-
#       aws s3api put-bucket-lifecycle-configuration --bucket <bucket> --lifecycle-configuration
#       file://lifecycle.json
#     cloudformation: |
#       LifecycleConfiguration:
#         Rules:
#           - Id: expire
#             Status: Enabled
#             ExpirationInDays: 365
#     terraform: |
#       resource "aws_s3_bucket_lifecycle_configuration" "this" {
#         bucket = aws_s3_bucket.this.id
#         rule {
#           id     = "expire"
#           status = "Enabled"
#           filter {}
#           expiration {
#             days = 365
#           }
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.13]
package pantheon.checks.s3.bucket_has_a_life_cycle

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["LifecycleConfiguration"])

deny contains "No rule of a life cycle is in force." if count(s3.lifecycle_rules) == 0
