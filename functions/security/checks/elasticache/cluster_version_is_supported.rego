# METADATA
# title: ElastiCache clusters run a version with standard support
# description: >-
#   Compares the version of Redis of a cluster, or of a node of a replication group, with the day on
#   which ElastiCache ends its standard support.
# custom:
#   severity: high
#   risk: >-
#     The community mends no more holes in the version; ElastiCache mends only some of them, for more
#     money, and then upgrades by force.
#   remediation:
#     text: >-
#       Upgrade the replication group to Valkey or to a later version of Redis.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --engine valkey
#       --engine-version 8.0 --apply-immediately
#     cloudformation: |
#       Engine: valkey
#       EngineVersion: "8.0"
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         engine         = "valkey"
#         engine_version = "8.0"
#       }
#   resource_types: [AWS::ElastiCache::CacheCluster]
package pantheon.checks.elasticache.cluster_version_is_supported

import data.pantheon.lib
import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

# The last days of standard support, by major version.
ends := {
	"2": "2023-07-31",
	"3": "2023-07-31",
	"4": "2026-01-31",
	"5": "2026-01-31",
	"6": "2027-01-31",
}

deny contains sprintf("Standard support of Redis %s ended on %s.", [input.properties.EngineVersion, end]) if {
	input.properties.Engine == "redis"
	end := ends[split(input.properties.EngineVersion, ".")[0]]
	lib.past(end)
}
