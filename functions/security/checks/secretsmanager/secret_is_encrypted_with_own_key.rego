# METADATA
# title: Secrets are encrypted with a key of their own
# description: >-
#   Looks whether a secret is encrypted with a key of the account, and not with the one that AWS manages for Secrets
#   Manager.
# custom:
#   severity: low
#   risk: >-
#     Nobody can say in the policy of a key who may decrypt the secret, share it with another account, or lock it by
#     disabling the key.
#   remediation:
#     text: >-
#       Make a key and give it to the secret.
#     cli: >-
#       aws secretsmanager update-secret --secret-id <secret> --kms-key-id <key>
#     cloudformation: |
#       KmsKeyId: !Ref Key
#     terraform: |
#       resource "aws_secretsmanager_secret" "this" {
#         kms_key_id = aws_kms_key.secrets.arn
#       }
#   resource_types: [AWS::SecretsManager::Secret]
package pantheon.checks.secretsmanager.secret_is_encrypted_with_own_key

import data.pantheon.lib.secretsmanager
import rego.v1

skip if secretsmanager.of_service

deny contains "The key is the one that AWS manages." if {
	key := object.get(input.properties, "KmsKeyId", "")
	regex.match("^$|(^|:)alias/aws/secretsmanager$", key)
}
