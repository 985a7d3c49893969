# METADATA
# title: ElastiCache replication groups take no connections without TLS
# description: >-
#   Looks whether encryption in transit is on, and whether it is required rather than preferred, which
#   still takes clear connections.
# custom:
#   severity: medium
#   risk: >-
#     Tokens and data pass through the network in clear: another host in it that was taken over reads
#     them.
#   remediation:
#     text: >-
#       Turn encryption in transit on, first in the mode preferred; once all clients use TLS, set the mode
#       to required.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --transit-encryption-enabled
#       --transit-encryption-mode required --apply-immediately
#     cloudformation: |
#       TransitEncryptionEnabled: true
#       TransitEncryptionMode: required
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         transit_encryption_enabled = true
#         transit_encryption_mode    = "required"
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
#   frameworks:
#     fsbp: [ElastiCache.5]
package pantheon.checks.elasticache.group_requires_tls

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

deny contains "Encryption in transit is off." if not input.properties.TransitEncryptionEnabled

deny contains "Clients may still connect without TLS: it is preferred, not required." if {
	input.properties.TransitEncryptionEnabled
	object.get(input.properties, "TransitEncryptionMode", "required") == "preferred"
}
