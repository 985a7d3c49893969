# METADATA
# title: EBS volumes in use are in a backup plan
# description: >-
#   Looks whether a backup plan of the region selects the volume, by its name or its tags. Only attached volumes are
#   looked at.
# custom:
#   severity: low
#   risk: >-
#     Backups that somebody makes by hand are missing when they are needed, and lie where an attacker deletes them,
#     too.
#   remediation:
#     text: >-
#       Assign the volume, best by a tag, to a backup plan whose vault is locked.
#     cli: >-
#       aws ec2 create-tags --resources <volume> --tags Key=backup,Value=daily
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
#   resource_types: [AWS::EC2::Volume]
#   reads: [AWS::Backup::BackupPlan]
#   frameworks:
#     fsbp: [EC2.28]
package pantheon.checks.ec2.volume_is_in_a_backup_plan

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if count(lib.get(input.properties, "Attachments", [])) == 0

unknown contains sentence if {
	not lib.backed_up(input)
	some plan in lib.obscure_backup_plans(input.region)
	sentence := sprintf("What the backup plan %s selects could not be read.", [plan])
}

deny contains "No backup plan selects it." if not lib.backed_up(input)
