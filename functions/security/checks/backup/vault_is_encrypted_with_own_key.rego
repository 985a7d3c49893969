# METADATA
# title: Backup vaults are encrypted with a key of their own
# description: >-
#   Looks whether the key of a vault is one of the account, and not the one that AWS manages for AWS Backup.
# custom:
#   severity: low
#   risk: >-
#     Backups under the key of AWS cannot be copied into another account, and nobody can say in the policy of a key
#     who may decrypt them.
#   remediation:
#     text: >-
#       Make a new vault with a key of your own and point the plans there: the key of a vault cannot be changed.
#     cli: >-
#       aws backup create-backup-vault --backup-vault-name <vault> --encryption-key-arn <key>
#     cloudformation: |
#       EncryptionKeyArn: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_backup_vault" "this" {
#         kms_key_arn = aws_kms_key.backup.arn
#       }
#   resource_types: [AWS::Backup::BackupVault]
#   reads: [AWS::KMS::Key]
package pantheon.checks.backup.vault_is_encrypted_with_own_key

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting", "failed"}

keys := {key |
	some key in lib.needed(input, "AWS::KMS::Key")
}

unknown contains sprintf("Who manages the key %s could not be read.", [key.native_id]) if {
	some key in keys
	"DescribeKey" in object.get(key.properties, "Unread", [])
}

deny contains "The vault has no key." if object.get(input.properties, "EncryptionKeyArn", "") == ""

deny contains sprintf("The key %s is the one that AWS manages.", [key.native_id]) if {
	some key in keys
	key.properties.KeyManager == "AWS"
}
