# METADATA
# title: ElastiCache replication groups ask clients for a password or a user
# description: >-
#   Looks whether the group has an AUTH token or a group of users.
# custom:
#   severity: high
#   risk: >-
#     Whoever reaches the port, from any host in the network that was taken over, reads sessions and data
#     and changes them.
#   remediation:
#     text: >-
#       Assign a group of users with passwords or IAM authentication, or set an AUTH token; both need
#       encryption in transit.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group> --user-group-ids-to-add
#       <users> --apply-immediately
#     cloudformation: |
#       UserGroupIds: [!Ref Users]
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         user_group_ids = [aws_elasticache_user_group.this.id]
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
#   frameworks:
#     fsbp: [ElastiCache.6]
package pantheon.checks.elasticache.group_asks_who_clients_are

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

deny contains "Neither an AUTH token nor a group of users is set." if {
	not input.properties.AuthTokenEnabled
	count(object.get(input.properties, "UserGroupIds", [])) == 0
}
