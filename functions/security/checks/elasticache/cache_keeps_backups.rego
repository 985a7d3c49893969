# METADATA
# title: ElastiCache caches of Redis and Valkey keep automatic backups
# description: >-
#   Looks for how many days a replication group, or a cluster of its own, keeps automatic backups.
#   Memcached has none.
# custom:
#   severity: low
#   risk: >-
#     After a failure or an attack the cache starts empty; where it is the only place of sessions or
#     queues, they are lost.
#   remediation:
#     text: >-
#       Keep automatic backups for at least one day.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --snapshot-retention-limit 7
#     cloudformation: |
#       SnapshotRetentionLimit: 7
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         snapshot_retention_limit = 7
#       }
#   resource_types: [AWS::ElastiCache::CacheCluster, AWS::ElastiCache::ReplicationGroup]
#   frameworks:
#     fsbp: [ElastiCache.1]
package pantheon.checks.elasticache.cache_keeps_backups

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_node

skip if elasticache.is_memcached

skip if elasticache.is_unsettled

deny contains "There are no automatic backups." if {
	object.get(input.properties, "SnapshotRetentionLimit", 0) in {null, 0}
}
