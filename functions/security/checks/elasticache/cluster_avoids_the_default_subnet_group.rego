# METADATA
# title: ElastiCache clusters are not in the default subnet group
# description: >-
#   Looks whether a cluster, or a node of a replication group, is in the subnet group that every region
#   is born with.
# custom:
#   severity: medium
#   risk: >-
#     That group holds the subnets of the default VPC, which are all public and which everything else is
#     put into as well.
#   remediation:
#     text: >-
#       Make a subnet group of private subnets and create the cache anew in it.
#     cli: >-
#       aws elasticache create-cache-subnet-group --cache-subnet-group-name <group>
#       --cache-subnet-group-description <text> --subnet-ids <private subnets>
#     cloudformation: |
#       CacheSubnetGroupName: !Ref Subnets
#     terraform: |
#       resource "aws_elasticache_cluster" "this" {
#         subnet_group_name = aws_elasticache_subnet_group.this.name
#       }
#   resource_types: [AWS::ElastiCache::CacheCluster]
#   frameworks:
#     fsbp: [ElastiCache.7]
package pantheon.checks.elasticache.cluster_avoids_the_default_subnet_group

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

deny contains "The cluster is in the default subnet group." if input.properties.CacheSubnetGroupName == "default"

deny contains "The cluster has no subnet group." if object.get(input.properties, "CacheSubnetGroupName", "") == ""
