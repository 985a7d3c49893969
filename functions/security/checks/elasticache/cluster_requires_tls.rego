# METADATA
# title: ElastiCache clusters of Memcached take no connections without TLS
# description: >-
#   Looks at clusters of Memcached, which have neither passwords nor replication groups: encryption in
#   transit has to be on.
# custom:
#   severity: low
#   risk: >-
#     Data passes through the network in clear: another host in it that was taken over reads and changes
#     it.
#   remediation:
#     text: >-
#       Make a new cluster of Memcached 1.6.12 or later with encryption in transit on; it cannot be turned
#       on later.
#     cli: >-
#       aws elasticache create-cache-cluster --cache-cluster-id <new> --engine memcached --cache-node-type
#       <type> --num-cache-nodes 2 --transit-encryption-enabled
#     cloudformation: |
#       TransitEncryptionEnabled: true
#     terraform: |
#       resource "aws_elasticache_cluster" "this" {
#         engine                     = "memcached"
#         transit_encryption_enabled = true
#       }
#   resource_types: [AWS::ElastiCache::CacheCluster]
package pantheon.checks.elasticache.cluster_requires_tls

import data.pantheon.lib.elasticache
import rego.v1

skip if not elasticache.is_memcached

skip if elasticache.is_unsettled

deny contains "Encryption in transit is off." if not input.properties.TransitEncryptionEnabled
