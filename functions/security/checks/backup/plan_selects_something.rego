# METADATA
# title: Backup plans select something
# description: >-
#   Looks whether resources are assigned to a plan.
# custom:
#   severity: medium
#   risk: >-
#     The plan exists, so everybody believes in it, and nothing is backed up.
#   remediation:
#     text: >-
#       Assign resources, best by a tag, or delete the plan.
#     cli: >-
#       aws backup create-backup-selection --backup-plan-id <plan> --backup-selection file://selection.json
#     terraform: |
#       resource "aws_backup_selection" "daily" {
#         name         = "daily"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         selection_tag {
#           type  = "STRINGEQUALS"
#           key   = "backup"
#           value = "daily"
#         }
#       }
#   resource_types: [AWS::Backup::BackupPlan]
package pantheon.checks.backup.plan_selects_something

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["BackupSelections"])

deny contains "Nothing is assigned to the plan." if count(object.get(input.properties, "BackupSelections", [])) == 0
