# METADATA
# title: Database clusters keep automated backups for a week
# description: >-
#   Looks for how many days a cluster of Aurora, RDS, DocumentDB or Neptune keeps automated backups: at
#   least seven.
# custom:
#   severity: medium
#   risk: >-
#     What is deleted or encrypted by an attacker, and found some days later, cannot be brought back.
#   remediation:
#     text: >-
#       Keep automated backups for at least seven days.
#     cli: >-
#       aws rds modify-db-cluster --db-cluster-identifier <cluster> --backup-retention-period 7
#       --apply-immediately
#     cloudformation: |
#       BackupRetentionPeriod: 7
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         backup_retention_period = 7
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [DocumentDB.2, Neptune.5]
package pantheon.checks.rds.cluster_keeps_backups

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

least_days := 7

days := object.get(input.properties, "BackupRetentionPeriod", 0)

deny contains "There are no automated backups." if days == 0

deny contains sprintf("Automated backups are kept for %d days, less than %d.", [days, least_days]) if {
	days > 0
	days < least_days
}
