# METADATA
# title: Database clusters are protected from deletion
# description: >-
#   Looks whether deletion protection is on for a cluster of Aurora, RDS, DocumentDB or Neptune.
# custom:
#   severity: medium
#   risk: >-
#     One call, by mistake or in anger, deletes the cluster with all its data.
#   remediation:
#     text: >-
#       Turn deletion protection on.
#     cli: >-
#       aws rds modify-db-cluster --db-cluster-identifier <cluster> --deletion-protection
#       --apply-immediately
#     cloudformation: |
#       DeletionProtection: true
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         deletion_protection = true
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [RDS.7, DocumentDB.5, Neptune.4]
package pantheon.checks.rds.cluster_is_protected_from_deletion

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

deny contains "Deletion protection is off." if not input.properties.DeletionProtection
