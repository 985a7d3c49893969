# METADATA
# title: Backup vaults tell of backups that failed
# description: >-
#   Looks whether a vault tells a topic of jobs that failed. Rules of EventBridge, which can do the same, are not
#   looked at.
# custom:
#   severity: low
#   risk: >-
#     Backups have failed for weeks, and somebody notices when one is needed.
#   remediation:
#     text: >-
#       Give the vault a topic for failed jobs to which those subscribe who look after backups.
#     cli: >-
#       aws backup put-backup-vault-notifications --backup-vault-name <vault> --sns-topic-arn <topic>
#       --backup-vault-events BACKUP_JOB_COMPLETED COPY_JOB_FAILED
#     cloudformation: |
#       Notifications:
#         BackupVaultEvents: [BACKUP_JOB_COMPLETED, COPY_JOB_FAILED]
#         SNSTopicArn: !Ref Topic
#     terraform: |
#       resource "aws_backup_vault_notifications" "this" {
#         backup_vault_name   = aws_backup_vault.this.name
#         sns_topic_arn       = aws_sns_topic.backups.arn
#         backup_vault_events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]
#       }
#   resource_types: [AWS::Backup::BackupVault]
package pantheon.checks.backup.vault_tells_of_failures

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting", "failed"}

unknown := lib.unread(["Notifications"])

# A job is completed, as the topic is told it, also when it failed, was aborted or has expired.
telling := {"BACKUP_JOB_COMPLETED", "BACKUP_JOB_FAILED"}

told := {event | some event in object.get(object.get(input.properties, "Notifications", {}), "BackupVaultEvents", [])}

deny contains "No topic is told of backups that failed." if count(told & telling) == 0
