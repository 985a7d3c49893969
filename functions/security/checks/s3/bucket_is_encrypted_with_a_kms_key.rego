# METADATA
# title: S3 buckets encrypt new objects with a key of KMS
# description: >-
#   Looks whether the default encryption of the bucket is aws:kms or aws:kms:dsse instead of keys that
#   S3 itself holds.
# custom:
#   severity: medium
#   risk: >-
#     Whoever may read objects reads them in clear: there is no second permission on a key to withhold,
#     and no record of each use of it.
#   remediation:
#     text: >-
#       Set the default encryption to aws:kms with a key of the account and turn the bucket key on, which
#       keeps the number of calls to KMS low.
#     cli: >-
#       aws s3api put-bucket-encryption --bucket <bucket> --server-side-encryption-configuration
#       file://encryption.json
#     cloudformation: |
#       BucketEncryption:
#         ServerSideEncryptionConfiguration:
#           - BucketKeyEnabled: true
#             ServerSideEncryptionByDefault:
#               SSEAlgorithm: aws:kms
#               KMSMasterKeyID: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
#         bucket = aws_s3_bucket.this.id
#         rule {
#           bucket_key_enabled = true
#           apply_server_side_encryption_by_default {
#             sse_algorithm     = "aws:kms"
#             kms_master_key_id = aws_kms_key.this.arn
#           }
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.17]
package pantheon.checks.s3.bucket_is_encrypted_with_a_kms_key

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["BucketEncryption"])

algorithms := {algorithm |
	some rule in object.get(input.properties, "BucketEncryption", {}).ServerSideEncryptionConfiguration
	algorithm := rule.ServerSideEncryptionByDefault.SSEAlgorithm
}

deny contains "New objects are encrypted with keys that S3 holds." if {
	count(algorithms & {"aws:kms", "aws:kms:dsse"}) == 0
}
