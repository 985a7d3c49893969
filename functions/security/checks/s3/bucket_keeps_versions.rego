# METADATA
# title: S3 buckets keep versions of their objects
# description: >-
#   Looks whether versioning is on.
# custom:
#   severity: medium
#   risk: >-
#     What an attacker, a faulty program or a person overwrites or deletes is gone at once.
#   remediation:
#     text: >-
#       Turn versioning on, with a life cycle that expires old versions after a while.
#     cli: >-
#       aws s3api put-bucket-versioning --bucket <bucket> --versioning-configuration Status=Enabled
#     cloudformation: |
#       VersioningConfiguration:
#         Status: Enabled
#     terraform: |
#       resource "aws_s3_bucket_versioning" "this" {
#         bucket = aws_s3_bucket.this.id
#         versioning_configuration {
#           status = "Enabled"
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.14]
package pantheon.checks.s3.bucket_keeps_versions

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["VersioningConfiguration"])

deny contains "Versioning was never turned on." if s3.versioning == "Off"

deny contains "Versioning is suspended." if s3.versioning == "Suspended"
