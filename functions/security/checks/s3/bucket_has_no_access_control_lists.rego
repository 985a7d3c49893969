# METADATA
# title: S3 buckets have access control lists turned off
# description: >-
#   Looks whether the bucket enforces that its owner owns every object, which turns access control lists
#   off.
# custom:
#   severity: medium
#   risk: >-
#     Each object can carry its own list, so one upload with the wrong header makes a single object public
#     while every policy looks right.
#   remediation:
#     text: >-
#       Set the object ownership to BucketOwnerEnforced, after moving what the lists allow into the bucket
#       policy.
#     cli: >-
#       aws s3api put-bucket-ownership-controls --bucket <bucket> --ownership-controls
#       Rules=[{ObjectOwnership=BucketOwnerEnforced}]
#     cloudformation: |
#       OwnershipControls:
#         Rules:
#           - ObjectOwnership: BucketOwnerEnforced
#     terraform: |
#       resource "aws_s3_bucket_ownership_controls" "this" {
#         bucket = aws_s3_bucket.this.id
#         rule {
#           object_ownership = "BucketOwnerEnforced"
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.12]
package pantheon.checks.s3.bucket_has_no_access_control_lists

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["OwnershipControls"])

deny contains "Access control lists are on: the object ownership is not BucketOwnerEnforced." if not s3.lists_are_off
