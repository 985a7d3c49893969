# METADATA
# title: RDS instances have enhanced monitoring
# description: >-
#   Looks whether metrics of the operating system are collected. DocumentDB and Neptune, which have
#   none, are left out.
# custom:
#   severity: low
#   risk: >-
#     What a process on the host does, such as a miner or a backup out of order, cannot be told from load
#     of the database.
#   remediation:
#     text: >-
#       Set a monitoring interval of at most 60 seconds and a role that may write the metrics.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --monitoring-interval 60
#       --monitoring-role-arn <role>
#     cloudformation: |
#       MonitoringInterval: 60
#       MonitoringRoleArn: !GetAtt Monitoring.Arn
#     terraform: |
#       resource "aws_db_instance" "this" {
#         monitoring_interval = 60
#         monitoring_role_arn = aws_iam_role.monitoring.arn
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.6]
package pantheon.checks.rds.instance_has_enhanced_monitoring

import data.pantheon.lib.rds
import rego.v1

skip if rds.family in {"docdb", "neptune"}

skip if rds.comes_or_goes

deny contains "Enhanced monitoring is off." if object.get(input.properties, "MonitoringInterval", 0) in {null, 0}
