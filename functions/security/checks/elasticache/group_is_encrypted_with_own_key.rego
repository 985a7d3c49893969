# METADATA
# title: ElastiCache replication groups are encrypted with a key of the account
# description: >-
#   Looks at groups that are encrypted at rest: the key has to be one of KMS that the account holds.
# custom:
#   severity: low
#   risk: >-
#     There is no permission on a key to withhold from whoever may copy backups, and no record of its use.
#   remediation:
#     text: >-
#       Make a new group from a backup with a customer managed key.
#     cli: >-
#       aws elasticache create-replication-group --replication-group-id <new>
#       --replication-group-description <text> --snapshot-name <backup> --at-rest-encryption-enabled
#       --kms-key-id <key>
#     cloudformation: |
#       AtRestEncryptionEnabled: true
#       KmsKeyId: !Ref Key
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         at_rest_encryption_enabled = true
#         kms_key_id                 = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
package pantheon.checks.elasticache.group_is_encrypted_with_own_key

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

skip if not input.properties.AtRestEncryptionEnabled

deny contains "The group is encrypted with a key that belongs to ElastiCache." if {
	object.get(input.properties, "KmsKeyId", "") == ""
}
