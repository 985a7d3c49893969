# METADATA
# title: Database clusters have an administrator with a name of its own
# description: >-
#   Compares the name of the administrator of a cluster of Aurora, RDS or DocumentDB with those that
#   consoles and guides suggest. Neptune has no such user.
# custom:
#   severity: medium
#   risk: >-
#     The name is half of what an attacker has to guess, and lists of passwords to try are sorted by these
#     names.
#   remediation:
#     text: >-
#       Choose a name of your own when the database is made, as it cannot be changed later: restore the data
#       into a new one.
#     cli: >-
#       aws rds restore-db-cluster-from-snapshot --db-cluster-identifier <new> --snapshot-identifier
#       <snapshot> --engine <engine>
#     cloudformation: |
#       MasterUsername: <a name of your own>
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         master_username = "<a name of your own>"
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     fsbp: [RDS.24]
package pantheon.checks.rds.cluster_administrator_has_own_name

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

skip if rds.family == "neptune"

usual := {"admin", "administrator", "master", "postgres", "rdsadmin", "root", "sa", "user"}

deny contains sprintf("The administrator is called %s, as by default.", [name]) if {
	name := input.properties.MasterUsername
	lower(name) in usual
}
