# METADATA
# title: Redshift keeps the password of the administrator in Secrets Manager
# description: >-
#   Looks whether Redshift itself makes and rotates the password of the administrator.
# custom:
#   severity: low
#   risk: >-
#     A password that a person chose is known to that person, to the shell history and to the template,
#     and is never changed.
#   remediation:
#     text: >-
#       Let Redshift manage the password in Secrets Manager.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --manage-master-password
#     cloudformation: |
#       ManageMasterPassword: true
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         manage_master_password = true
#       }
#   resource_types: [AWS::Redshift::Cluster]
package pantheon.checks.redshift.administrator_password_is_managed

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The password of the administrator is not managed by Redshift." if {
	not input.properties.ManageMasterPassword
}
