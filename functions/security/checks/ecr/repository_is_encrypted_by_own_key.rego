# METADATA
# title: ECR repositories are encrypted by a KMS key
# description: >-
#   Looks whether images are encrypted by KMS rather than by a key of S3 that nobody can see or withdraw.
# custom:
#   severity: informational
#   risk: >-
#     Nobody can record who reads the images, or stop everybody at once by disabling the key.
#   remediation:
#     text: >-
#       Make the repository anew with a key, since encryption cannot be changed, and copy the images.
#     cli: >-
#       aws ecr create-repository --repository-name <repository> --encryption-configuration
#       encryptionType=KMS,kmsKey=<key>
#     cloudformation: |
#       EncryptionConfiguration:
#         EncryptionType: KMS
#         KmsKey: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_ecr_repository" "this" {
#         name = "shop"
#         encryption_configuration {
#           encryption_type = "KMS"
#           kms_key         = aws_kms_key.this.arn
#         }
#       }
#   resource_types: [AWS::ECR::Repository]
package pantheon.checks.ecr.repository_is_encrypted_by_own_key

import data.pantheon.lib
import rego.v1

deny contains "Its images are encrypted by a key of S3." if {
	not lib.get(input.properties, ["EncryptionConfiguration", "EncryptionType"], "AES256") in {"KMS", "KMS_DSSE"}
}
