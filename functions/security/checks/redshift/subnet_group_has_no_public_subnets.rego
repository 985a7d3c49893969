# METADATA
# title: Subnet groups of Redshift have no public subnets
# description: >-
#   Looks whether a subnet of the group has a route to an internet gateway, by its own route table or
#   the main one of its VPC.
# custom:
#   severity: medium
#   risk: >-
#     A warehouse in such a subnet is one switch and one rule away from the internet.
#   remediation:
#     text: >-
#       Put subnets into the group whose way out, if they have one, is a NAT gateway, and move the clusters.
#     cli: >-
#       aws redshift modify-cluster-subnet-group --cluster-subnet-group-name <group> --subnet-ids <private
#       subnets>
#     cloudformation: |
#       SubnetIds: [!Ref PrivateA, !Ref PrivateB]
#     terraform: |
#       resource "aws_redshift_subnet_group" "this" {
#         name       = "private"
#         subnet_ids = aws_subnet.private[*].id
#       }
#   resource_types: [AWS::Redshift::ClusterSubnetGroup]
#   reads: [AWS::EC2::RouteTable]
package pantheon.checks.redshift.subnet_group_has_no_public_subnets

import data.pantheon.lib.databases
import rego.v1

deny contains sprintf("The subnet %s has a route to an internet gateway.", [subnet]) if {
	ids := object.get(input.properties, "SubnetIds", [])
	some subnet in databases.public_subnets(ids, object.get(input.properties, "VpcId", ""))
}
