# METADATA
# title: Subnet groups of caches have no public subnets
# description: >-
#   Looks whether a subnet of the group has a route to an internet gateway, by its own route table or
#   the main one of its VPC. The group that every region is born with is left out.
# custom:
#   severity: medium
#   risk: >-
#     Caches trust their network; a public subnet is the part of it that strangers get nearest to.
#   remediation:
#     text: >-
#       Make a group of subnets whose way out, if they have one, is a NAT gateway, and create the caches
#       anew in it.
#     cli: >-
#       aws elasticache modify-cache-subnet-group --cache-subnet-group-name <group> --subnet-ids <private
#       subnets>
#     cloudformation: |
#       SubnetIds: [!Ref PrivateA, !Ref PrivateB]
#     terraform: |
#       resource "aws_elasticache_subnet_group" "this" {
#         name       = "private"
#         subnet_ids = aws_subnet.private[*].id
#       }
#   resource_types: [AWS::ElastiCache::SubnetGroup]
#   reads: [AWS::EC2::RouteTable]
package pantheon.checks.elasticache.subnet_group_has_no_public_subnets

import data.pantheon.lib.databases
import rego.v1

skip if input.properties.CacheSubnetGroupName == "default"

deny contains sprintf("The subnet %s has a route to an internet gateway.", [subnet]) if {
	ids := object.get(input.properties, "SubnetIds", [])
	some subnet in databases.public_subnets(ids, object.get(input.properties, "VpcId", ""))
}
