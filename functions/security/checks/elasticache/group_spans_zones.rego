# METADATA
# title: ElastiCache replication groups span several zones
# description: >-
#   Looks whether primary and replicas are in different zones.
# custom:
#   severity: low
#   risk: >-
#     When the zone fails, primary and replicas fail together.
#   remediation:
#     text: >-
#       Turn Multi-AZ on, with at least one replica in another zone.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --multi-az-enabled
#       --automatic-failover-enabled --apply-immediately
#     cloudformation: |
#       MultiAZEnabled: true
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         multi_az_enabled           = true
#         automatic_failover_enabled = true
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
package pantheon.checks.elasticache.group_spans_zones

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

deny contains "All nodes may be in one zone." if not input.properties.MultiAZEnabled
