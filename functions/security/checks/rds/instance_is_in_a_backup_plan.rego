# METADATA
# title: RDS databases are in a backup plan
# description: >-
#   Looks whether a plan of AWS Backup in the region selects the instance, by name, pattern or tag.
#   Members of clusters, which are backed up with their cluster, and replicas are left out.
# custom:
#   severity: medium
#   risk: >-
#     Automated backups go with the database: who may delete it deletes them too, while those of a vault
#     stay.
#   remediation:
#     text: >-
#       Assign the database to a backup plan whose vault is locked or in another account.
#     cli: >-
#       aws backup create-backup-selection --backup-plan-id <plan> --backup-selection file://selection.json
#     terraform: |
#       resource "aws_backup_selection" "databases" {
#         name         = "databases"
#         plan_id      = aws_backup_plan.this.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_db_instance.this.arn]
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   reads: [AWS::Backup::BackupPlan]
#   frameworks:
#     fsbp: [RDS.26]
package pantheon.checks.rds.instance_is_in_a_backup_plan

import data.pantheon.lib
import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.is_replica

skip if rds.comes_or_goes

unknown contains sprintf("The selections of the backup plan %s could not be read.", [plan]) if {
	not lib.backed_up(input)
	some plan in lib.obscure_backup_plans(input.region)
}

deny contains "No backup plan of the region selects the database." if not lib.backed_up(input)
