# METADATA
# title: Backup plans copy backups elsewhere
# description: >-
#   Looks whether at least one rule of a plan copies what it backs up into a vault of another region or account, or
#   into one that is logically air-gapped.
# custom:
#   severity: medium
#   risk: >-
#     Whoever takes over the account deletes the data and its backups in one go; and what strikes the region strikes
#     both.
#   remediation:
#     text: >-
#       Add a copy into a vault of an account that only keeps backups.
#     cli: >-
#       aws backup update-backup-plan --backup-plan-id <plan> --backup-plan file://plan.json
#     cloudformation: |
#       CopyActions:
#         - DestinationBackupVaultArn: arn:aws:backup:us-east-1:222222222222:backup-vault:far
#     terraform: |
#       copy_action {
#         destination_vault_arn = "arn:aws:backup:us-east-1:222222222222:backup-vault:far"
#       }
#   resource_types: [AWS::Backup::BackupPlan]
package pantheon.checks.backup.plan_copies_backups_elsewhere

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["BackupPlan"])

rules := object.get(object.get(input.properties, "BackupPlan", {}), "BackupPlanRule", [])

deny contains "No rule copies backups into another region or account." if not copied

copied if {
	some rule in rules
	some copy in object.get(rule, "CopyActions", [])
	parts := split(copy.DestinationBackupVaultArn, ":")
	[parts[3], parts[4]] != [input.region, input.account_id]
}

copied if {
	some rule in rules
	rule.TargetLogicallyAirGappedBackupVaultArn
}
