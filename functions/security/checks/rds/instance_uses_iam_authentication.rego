# METADATA
# title: RDS instances take identities of IAM
# description: >-
#   Looks whether clients can log in with a short-lived token of IAM. Only MariaDB, MySQL and PostgreSQL
#   know that; members of clusters are left out.
# custom:
#   severity: medium
#   risk: >-
#     Applications keep passwords of the database, which leak with code and configuration and stay valid
#     until somebody changes them.
#   remediation:
#     text: >-
#       Turn authentication by IAM on and give each application a database user that has no password.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --enable-iam-database-authentication
#       --apply-immediately
#     cloudformation: |
#       EnableIAMDatabaseAuthentication: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         iam_database_authentication_enabled = true
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.10]
package pantheon.checks.rds.instance_uses_iam_authentication

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

skip if not rds.family in {"mariadb", "mysql", "postgres"}

deny contains "Authentication by IAM is off." if not input.properties.EnableIAMDatabaseAuthentication
