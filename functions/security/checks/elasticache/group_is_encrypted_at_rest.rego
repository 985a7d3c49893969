# METADATA
# title: ElastiCache replication groups are encrypted at rest
# description: >-
#   Looks whether disks and backups of the group are encrypted.
# custom:
#   severity: medium
#   risk: >-
#     Backups, and whatever the cache swaps to disk, can be read by whoever gets hold of them.
#   remediation:
#     text: >-
#       Make a new group from a backup with encryption at rest on; it cannot be turned on later.
#     cli: >-
#       aws elasticache create-replication-group --replication-group-id <new>
#       --replication-group-description <text> --snapshot-name <backup> --at-rest-encryption-enabled
#     cloudformation: |
#       AtRestEncryptionEnabled: true
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         at_rest_encryption_enabled = true
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
#   frameworks:
#     fsbp: [ElastiCache.4]
package pantheon.checks.elasticache.group_is_encrypted_at_rest

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

deny contains "Encryption at rest is off." if not input.properties.AtRestEncryptionEnabled
