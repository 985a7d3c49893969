# METADATA
# title: Backup plans keep backups for five weeks
# description: >-
#   Looks whether at least one rule of a plan keeps what it backs up for 35 days or more, or for ever.
# custom:
#   severity: low
#   risk: >-
#     A mistake or an encryption of the data is found after a month, and all backups are of a later time.
#   remediation:
#     text: >-
#       Add a rule that keeps a daily or weekly backup for 35 days or more.
#     cli: >-
#       aws backup update-backup-plan --backup-plan-id <plan> --backup-plan file://plan.json
#     cloudformation: |
#       Lifecycle:
#         DeleteAfterDays: 35
#     terraform: |
#       lifecycle {
#         delete_after = 35
#       }
#   resource_types: [AWS::Backup::BackupPlan]
package pantheon.checks.backup.plan_keeps_backups_for_five_weeks

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["BackupPlan"])

rules := object.get(object.get(input.properties, "BackupPlan", {}), "BackupPlanRule", [])

kept := [object.get(object.get(rule, "Lifecycle", {}), "DeleteAfterDays", 36500) | some rule in rules]

deny contains sprintf("The longest that a backup is kept is %v days.", [max(kept)]) if {
	count(kept) > 0
	max(kept) < 35
}

deny contains "The plan has no rules." if count(kept) == 0
