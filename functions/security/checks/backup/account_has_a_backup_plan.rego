# METADATA
# title: A backup plan exists
# description: >-
#   Looks whether the account has a plan of AWS Backup in any region.
# custom:
#   severity: low
#   risk: >-
#     Backups are what each team thinks of, and lie where whoever deletes the data deletes them, too.
#   remediation:
#     text: >-
#       Make a plan that selects by tag, into a vault that is locked.
#     cli: >-
#       aws backup create-backup-plan --backup-plan file://plan.json
#     terraform: |
#       resource "aws_backup_plan" "daily" {
#         name = "daily"
#         rule {
#           rule_name         = "daily"
#           target_vault_name = aws_backup_vault.main.name
#           schedule          = "cron(0 5 * * ? *)"
#           lifecycle {
#             delete_after = 35
#           }
#         }
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::Backup::BackupPlan]
package pantheon.checks.backup.account_has_a_backup_plan

import data.pantheon.lib
import rego.v1

deny contains "The account has no backup plan." if count(lib.present("AWS::Backup::BackupPlan")) == 0
