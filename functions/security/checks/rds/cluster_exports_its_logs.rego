# METADATA
# title: Database clusters export their logs to CloudWatch
# description: >-
#   Looks whether a cluster exports its log of connections and statements: audit for Aurora MySQL,
#   DocumentDB and Neptune, postgresql for PostgreSQL, error for MySQL.
# custom:
#   severity: medium
#   risk: >-
#     Who read or changed what cannot be found out after the fact, nor while it happens.
#   remediation:
#     text: >-
#       Turn auditing on in the parameter group and export the log to CloudWatch Logs.
#     cli: >-
#       aws rds modify-db-cluster --db-cluster-identifier <cluster> --cloudwatch-logs-export-configuration
#       EnableLogTypes=audit
#     cloudformation: |
#       EnableCloudwatchLogsExports: [audit]
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         enabled_cloudwatch_logs_exports = ["audit"]
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [RDS.34, RDS.37, DocumentDB.4, Neptune.2]
package pantheon.checks.rds.cluster_exports_its_logs

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

skip if not wanted[rds.family]

wanted := {
	"aurora-mysql": "audit",
	"aurora-postgresql": "postgresql",
	"docdb": "audit",
	"mysql": "error",
	"neptune": "audit",
	"postgres": "postgresql",
}

deny contains sprintf("The log %s is not exported.", [log]) if {
	log := wanted[rds.family]
	not log in rds.exported
}
