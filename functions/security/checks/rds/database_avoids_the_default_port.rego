# METADATA
# title: RDS databases listen on a port other than the default
# description: >-
#   Compares the port of an instance or a cluster of RDS and Aurora with the one that its engine has by
#   default. Members of clusters are left out.
# custom:
#   severity: low
#   risk: >-
#     Whoever gets into the network finds the database, and its engine, with a single packet.
#   remediation:
#     text: >-
#       Give the database another port, and change the clients and security groups with it.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --db-port-number <port>
#       --apply-immediately
#     cloudformation: |
#       Port: 33060
#     terraform: |
#       resource "aws_db_instance" "this" {
#         port = 33060
#       }
#   resource_types: [AWS::RDS::DBCluster, AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.23]
package pantheon.checks.rds.database_avoids_the_default_port

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

skip if not usual[rds.family]

usual := {
	"aurora-mysql": 3306,
	"aurora-postgresql": 5432,
	"db2": 50000,
	"mariadb": 3306,
	"mysql": 3306,
	"oracle": 1521,
	"postgres": 5432,
	"sqlserver": 1433,
}

deny contains sprintf("The database listens on %d, the default port of its engine.", [port]) if {
	port := input.properties.Endpoint.Port
	port == usual[rds.family]
}
