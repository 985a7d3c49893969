# METADATA
# title: RDS instances export their logs to CloudWatch
# description: >-
#   Looks whether the logs that tell of errors and of connections are exported, as far as the engine has
#   them. Members of clusters and Db2 are left out.
# custom:
#   severity: medium
#   risk: >-
#     Failed logins and stolen queries leave no trace outside the database, where an attacker can remove
#     them.
#   remediation:
#     text: >-
#       Export the logs of the engine to CloudWatch Logs and set how long their groups keep them.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance>
#       --cloudwatch-logs-export-configuration EnableLogTypes=error
#     cloudformation: |
#       EnableCloudwatchLogsExports: [error, audit]
#     terraform: |
#       resource "aws_db_instance" "this" {
#         enabled_cloudwatch_logs_exports = ["error", "audit"]
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.9, RDS.36]
package pantheon.checks.rds.instance_exports_its_logs

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

skip if not wanted[rds.family]

wanted := {
	"mariadb": {"error"},
	"mysql": {"error"},
	"oracle": {"alert", "audit"},
	"postgres": {"postgresql"},
	"sqlserver": {"error"},
}

deny contains sprintf("The log %s is not exported.", [log]) if {
	some log in wanted[rds.family] - rds.exported
}
