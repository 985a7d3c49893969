# METADATA
# title: The locks of backup vaults cannot be taken away
# description: >-
#   Looks whether the lock of a vault is in compliance mode, which has a date from which on nobody can change it, and
#   that the date is over.
# custom:
#   severity: low
#   risk: >-
#     Who has the rights, or has stolen them, takes the lock away and then deletes the backups.
#   remediation:
#     text: >-
#       Lock the vault in compliance mode. Nobody, AWS included, can undo that after the date.
#     cli: >-
#       aws backup put-backup-vault-lock-configuration --backup-vault-name <vault> --min-retention-days 35
#       --changeable-for-days 7
#     cloudformation: |
#       LockConfiguration:
#         ChangeableForDays: 7
#         MinRetentionDays: 35
#     terraform: |
#       resource "aws_backup_vault_lock_configuration" "this" {
#         changeable_for_days = 7
#       }
#   resource_types: [AWS::Backup::BackupVault]
package pantheon.checks.backup.vault_lock_is_final

import data.pantheon.lib
import rego.v1

skip if object.get(input.properties, "Locked", false) != true

skip if object.get(input.properties, "VaultType", "BACKUP_VAULT") != "BACKUP_VAULT"

date := object.get(object.get(input.properties, "LockConfiguration", {}), "LockDate", "")

deny contains "The lock has no date from which on it is final." if date == ""

deny contains sprintf("The lock may be taken away until %s.", [date]) if {
	date != ""
	lib.days_since(date) < 0
}
