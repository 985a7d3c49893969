# METADATA
# title: ElastiCache caches upgrade to new minor versions by themselves
# description: >-
#   Looks whether new minor versions of the engine are installed in the maintenance window, for
#   replication groups and for clusters of their own.
# custom:
#   severity: medium
#   risk: >-
#     Known holes of the engine stay open until somebody remembers to upgrade.
#   remediation:
#     text: >-
#       Turn the automatic upgrade to minor versions on.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --auto-minor-version-upgrade
#     cloudformation: |
#       AutoMinorVersionUpgrade: true
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         auto_minor_version_upgrade = true
#       }
#   resource_types: [AWS::ElastiCache::CacheCluster, AWS::ElastiCache::ReplicationGroup]
#   frameworks:
#     fsbp: [ElastiCache.2]
package pantheon.checks.elasticache.cache_upgrades_minor_versions

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_node

skip if elasticache.is_unsettled

deny contains "New minor versions are not installed by themselves." if not input.properties.AutoMinorVersionUpgrade
