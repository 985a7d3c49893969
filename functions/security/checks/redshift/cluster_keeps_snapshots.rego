# METADATA
# title: Redshift clusters keep automated snapshots for a week
# description: >-
#   Looks for how many days automated snapshots are kept: at least seven.
# custom:
#   severity: medium
#   risk: >-
#     What is deleted or changed, and found some days later, cannot be brought back.
#   remediation:
#     text: >-
#       Keep automated snapshots for at least seven days.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --automated-snapshot-retention-period 7
#     cloudformation: |
#       AutomatedSnapshotRetentionPeriod: 7
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         automated_snapshot_retention_period = 7
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.3]
package pantheon.checks.redshift.cluster_keeps_snapshots

import rego.v1

skip if input.state in {"creating", "deleting"}

least_days := 7

days := object.get(input.properties, "AutomatedSnapshotRetentionPeriod", 0)

deny contains "There are no automated snapshots." if days == 0

deny contains sprintf("Automated snapshots are kept for %d days, less than %d.", [days, least_days]) if {
	days > 0
	days < least_days
}
