# METADATA
# title: RDS instances have a standby in another zone
# description: >-
#   Looks whether an instance is Multi-AZ. Members of clusters and replicas are left out.
# custom:
#   severity: low
#   risk: >-
#     When the zone or the instance fails, the database is away until it is restored.
#   remediation:
#     text: >-
#       Turn Multi-AZ on; RDS makes the standby without interruption.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --multi-az --apply-immediately
#     cloudformation: |
#       MultiAZ: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         multi_az = true
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     cis_5.0: ["2.2.4"]
#     cis_7.0: ["3.2.4"]
#     fsbp: [RDS.5]
package pantheon.checks.rds.instance_has_a_standby

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.is_replica

skip if rds.comes_or_goes

deny contains "There is no standby in another zone." if not input.properties.MultiAZ
