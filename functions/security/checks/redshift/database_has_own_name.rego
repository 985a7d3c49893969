# METADATA
# title: Redshift clusters have a database with a name of its own
# description: >-
#   Looks whether the first database of the cluster is called dev, which the console suggests.
# custom:
#   severity: low
#   risk: >-
#     Tools of attackers try this name first, and what is called dev tends to be treated like it.
#   remediation:
#     text: >-
#       Choose another name when the cluster is made, as it cannot be changed later.
#     cli: >-
#       aws redshift create-cluster --cluster-identifier <new> --node-type <type> --db-name <name>
#       --master-username <name> --manage-master-password
#     cloudformation: |
#       DBName: <a name of your own>
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         database_name = "<a name of your own>"
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.9]
package pantheon.checks.redshift.database_has_own_name

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The first database is called dev, as by default." if lower(input.properties.DBName) == "dev"
