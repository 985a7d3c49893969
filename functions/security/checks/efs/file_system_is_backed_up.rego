# METADATA
# title: EFS file systems are backed up
# description: >-
#   Looks whether automatic backups of the file system are on, or a backup plan of the region selects it.
# custom:
#   severity: medium
#   risk: >-
#     What is deleted or encrypted by an attacker, or by mistake, cannot be brought back.
#   remediation:
#     text: >-
#       Turn on automatic backups, or assign the file system to a backup plan.
#     cli: >-
#       aws efs put-backup-policy --file-system-id <file system> --backup-policy Status=ENABLED
#     cloudformation: |
#       BackupPolicy:
#         Status: ENABLED
#     terraform: |
#       resource "aws_efs_backup_policy" "this" {
#         file_system_id = aws_efs_file_system.this.id
#         backup_policy {
#           status = "ENABLED"
#         }
#       }
#   resource_types: [AWS::EFS::FileSystem]
#   reads: [AWS::Backup::BackupPlan]
#   frameworks:
#     fsbp: [EFS.2]
package pantheon.checks.efs.file_system_is_backed_up

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

automatic if lib.get(input.properties, ["BackupPolicy", "Status"], "DISABLED") in {"ENABLED", "ENABLING"}

backed_up if automatic

backed_up if lib.backed_up(input)

unknown contains sentence if {
	not backed_up
	some sentence in lib.unread(["BackupPolicy"])
}

unknown contains sentence if {
	not backed_up
	some plan in lib.obscure_backup_plans(input.region)
	sentence := sprintf("What the backup plan %s selects could not be read.", [plan])
}

deny contains "It is not backed up." if not backed_up
