# METADATA
# title: ElastiCache replication groups fail over by themselves
# description: >-
#   Looks whether a replica takes over when the primary node fails.
# custom:
#   severity: low
#   risk: >-
#     Until somebody acts, nothing can be written to the cache, and those who depend on it stand still.
#   remediation:
#     text: >-
#       Add a replica to each shard and turn automatic failover on.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --automatic-failover-enabled
#       --apply-immediately
#     cloudformation: |
#       AutomaticFailoverEnabled: true
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         automatic_failover_enabled = true
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
#   frameworks:
#     fsbp: [ElastiCache.3]
package pantheon.checks.elasticache.group_fails_over

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

deny contains "Automatic failover is off." if not input.properties.AutomaticFailoverEnabled
