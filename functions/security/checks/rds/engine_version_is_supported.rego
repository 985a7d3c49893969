# METADATA
# title: RDS databases run a version with standard support
# description: >-
#   Compares the major version of an instance or a cluster with the day on which RDS ends its standard
#   support. Members of clusters are left out.
# custom:
#   severity: high
#   risk: >-
#     The community mends no more holes in the version; RDS mends only some of them, for more money, and
#     then upgrades by force.
#   remediation:
#     text: >-
#       Upgrade to a later major version, best by a blue/green deployment.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --engine-version <version>
#       --allow-major-version-upgrade
#     cloudformation: |
#       EngineVersion: <version>
#       AllowMajorVersionUpgrade: true
#     terraform: |
#       resource "aws_db_instance" "this" {
#         engine_version              = "<version>"
#         allow_major_version_upgrade = true
#       }
#   resource_types: [AWS::RDS::DBCluster, AWS::RDS::DBInstance]
package pantheon.checks.rds.engine_version_is_supported

import data.pantheon.lib
import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

# The last days of standard support, of versions whose end AWS has told.
ends := {
	"aurora-mysql": {"5.6": "2023-02-28", "5.7": "2024-10-31", "8.0": "2028-04-30"},
	"aurora-postgresql": postgresql,
	"docdb": {"3.6": "2026-03-30"},
	"mariadb": {
		"10.0": "2020-04-20",
		"10.1": "2021-04-30",
		"10.2": "2022-10-15",
		"10.3": "2023-10-23",
		"10.6": "2026-08-31",
		"10.11": "2028-02-29",
		"11.4": "2029-05-31",
	},
	"mysql": {"5.5": "2021-05-25", "5.6": "2022-03-01", "5.7": "2024-02-29", "8.0": "2026-07-31"},
	"postgres": postgresql,
}

postgresql := {
	"9": "2022-04-26",
	"10": "2023-04-17",
	"11": "2024-02-29",
	"12": "2025-02-28",
	"13": "2026-02-28",
	"14": "2027-02-28",
	"15": "2028-02-29",
	"16": "2029-02-28",
}

major := split(input.properties.EngineVersion, ".")[0] if rds.family in {"aurora-postgresql", "postgres"}

major := concat(".", array.slice(split(input.properties.EngineVersion, "."), 0, 2)) if {
	not rds.family in {"aurora-postgresql", "postgres"}
}

deny contains sprintf("Standard support of %s %s ended on %s.", [rds.engine, major, end]) if {
	end := ends[rds.family][major]
	lib.past(end)
}
