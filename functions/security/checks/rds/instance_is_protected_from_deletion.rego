# METADATA
# title: RDS instances are protected from deletion
# description: >-
#   Looks whether deletion protection is on. Members of clusters, which the cluster protects, are left
#   out.
# custom:
#   severity: medium
#   risk: >-
#     One call, by mistake or in anger, deletes the database with all its data and automated backups.
#   remediation:
#     text: >-
#       Turn deletion protection on.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --deletion-protection
#       --apply-immediately
#     cloudformation: |
#       DeletionProtection: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         deletion_protection = true
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.8]
package pantheon.checks.rds.instance_is_protected_from_deletion

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

deny contains "Deletion protection is off." if not input.properties.DeletionProtection
