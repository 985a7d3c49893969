# METADATA
# title: DynamoDB tables are in a backup plan
# description: >-
#   Looks whether a plan of AWS Backup in the region selects the table, by name, pattern or tag.
# custom:
#   severity: medium
#   risk: >-
#     Backups that the table itself keeps are deleted by whoever may delete the table, while those of a
#     vault stay.
#   remediation:
#     text: >-
#       Assign the table to a backup plan whose vault is locked or in another account.
#     cli: >-
#       aws backup create-backup-selection --backup-plan-id <plan> --backup-selection file://selection.json
#     terraform: |
#       resource "aws_backup_selection" "tables" {
#         name         = "tables"
#         plan_id      = aws_backup_plan.this.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_dynamodb_table.this.arn]
#       }
#   resource_types: [AWS::DynamoDB::Table]
#   reads: [AWS::Backup::BackupPlan]
#   frameworks:
#     fsbp: [DynamoDB.4]
package pantheon.checks.dynamodb.table_is_in_a_backup_plan

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown contains sprintf("The selections of the backup plan %s could not be read.", [plan]) if {
	not lib.backed_up(input)
	some plan in lib.obscure_backup_plans(input.region)
}

# A plan may go by tags that were not seen.
unknown contains sentence if {
	not lib.backed_up(input)
	some plan in lib.present("AWS::Backup::BackupPlan")
	plan.region == input.region
	some sentence in lib.unread(["Tags"])
}

deny contains "No backup plan of the region selects the table." if not lib.backed_up(input)
