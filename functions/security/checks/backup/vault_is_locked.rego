# METADATA
# title: Backup vaults are locked
# description: >-
#   Looks whether a vault has a lock, so that nobody deletes backups before their time. Vaults that are logically
#   air-gapped are locked by their kind.
# custom:
#   severity: medium
#   risk: >-
#     Whoever encrypts the data for ransom deletes the backups first.
#   remediation:
#     text: >-
#       Lock the vault with a shortest and a longest time for which backups are kept.
#     cli: >-
#       aws backup put-backup-vault-lock-configuration --backup-vault-name <vault> --min-retention-days 35
#       --max-retention-days 400 --changeable-for-days 7
#     cloudformation: |
#       LockConfiguration:
#         ChangeableForDays: 7
#         MinRetentionDays: 35
#     terraform: |
#       resource "aws_backup_vault_lock_configuration" "this" {
#         backup_vault_name   = aws_backup_vault.this.name
#         changeable_for_days = 7
#         min_retention_days  = 35
#       }
#   resource_types: [AWS::Backup::BackupVault]
package pantheon.checks.backup.vault_is_locked

import rego.v1

skip if input.state in {"creating", "deleting", "failed"}

skip if object.get(input.properties, "VaultType", "BACKUP_VAULT") != "BACKUP_VAULT"

deny contains "The vault has no lock." if object.get(input.properties, "Locked", false) != true
