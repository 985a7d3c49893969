# METADATA
# title: RDS keeps the passwords of administrators in Secrets Manager
# description: >-
#   Looks whether RDS itself makes and rotates the password of the administrator of an instance or
#   cluster. Members of clusters, replicas, DocumentDB and Neptune are left out.
# custom:
#   severity: low
#   risk: >-
#     A password that a person chose is known to that person, to the shell history and to the template,
#     and is never changed.
#   remediation:
#     text: >-
#       Let RDS manage the password; it puts it into Secrets Manager and rotates it every seven days.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --manage-master-user-password
#       --apply-immediately
#     cloudformation: |
#       ManageMasterUserPassword: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         manage_master_user_password = true
#       }
#   resource_types: [AWS::RDS::DBCluster, AWS::RDS::DBInstance]
package pantheon.checks.rds.administrator_password_is_managed

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.is_replica

skip if rds.comes_or_goes

skip if rds.family in {"docdb", "neptune"}

deny contains "The password of the administrator is not managed by RDS." if {
	not input.properties.ManageMasterUserPassword
}
