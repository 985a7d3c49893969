# METADATA
# title: Database clusters take identities of IAM
# description: >-
#   Looks whether clients of Aurora, RDS and Neptune can log in with IAM. DocumentDB, which decides that
#   user by user, is left out.
# custom:
#   severity: medium
#   risk: >-
#     Applications keep passwords of the database, which leak with code and configuration; Neptune without
#     it asks nobody who they are.
#   remediation:
#     text: >-
#       Turn authentication by IAM on, and for Neptune let the clients sign their requests.
#     cli: >-
#       aws rds modify-db-cluster --db-cluster-identifier <cluster> --enable-iam-database-authentication
#       --apply-immediately
#     cloudformation: |
#       EnableIAMDatabaseAuthentication: true
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         iam_database_authentication_enabled = true
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [RDS.12, Neptune.7]
package pantheon.checks.rds.cluster_uses_iam_authentication

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

skip if not rds.family in {"aurora-mysql", "aurora-postgresql", "mysql", "neptune", "postgres"}

deny contains "Authentication by IAM is off." if not input.properties.EnableIAMDatabaseAuthentication
