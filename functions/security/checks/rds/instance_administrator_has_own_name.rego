# METADATA
# title: RDS instances have an administrator with a name of its own
# description: >-
#   Compares the name of the administrator with those that consoles and guides suggest. Members of
#   clusters are left out.
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
#       aws rds create-db-instance --db-instance-identifier <new> --master-username <name>
#       --manage-master-user-password --engine <engine> --db-instance-class <class>
#     cloudformation: |
#       MasterUsername: <a name of your own>
#     terraform: |
#       resource "aws_db_instance" "this" {
#         username = "<a name of your own>"
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.25]
package pantheon.checks.rds.instance_administrator_has_own_name

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

usual := {"admin", "administrator", "master", "postgres", "rdsadmin", "root", "sa", "user"}

deny contains sprintf("The administrator is called %s, as by default.", [name]) if {
	name := input.properties.MasterUsername
	lower(name) in usual
}
