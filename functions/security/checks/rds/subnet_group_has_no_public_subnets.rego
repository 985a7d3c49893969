# METADATA
# title: Subnet groups of databases have no public subnets
# description: >-
#   Looks whether a subnet of the group has a route to an internet gateway, by its own route table or
#   the main one of its VPC.
# custom:
#   severity: medium
#   risk: >-
#     A database in such a subnet is one switch and one rule away from the internet.
#   remediation:
#     text: >-
#       Make the group of subnets whose way out, if they have one, is a NAT gateway, and move the databases.
#     cli: >-
#       aws rds modify-db-subnet-group --db-subnet-group-name <group> --subnet-ids <private subnets>
#     cloudformation: |
#       SubnetIds: [!Ref PrivateA, !Ref PrivateB]
#     terraform: |
#       resource "aws_db_subnet_group" "this" {
#         name       = "private"
#         subnet_ids = aws_subnet.private[*].id
#       }
#   resource_types: [AWS::RDS::DBSubnetGroup]
#   reads: [AWS::EC2::RouteTable]
package pantheon.checks.rds.subnet_group_has_no_public_subnets

import data.pantheon.lib.databases
import rego.v1

deny contains sprintf("The subnet %s has a route to an internet gateway.", [subnet]) if {
	ids := object.get(input.properties, "SubnetIds", [])
	some subnet in databases.public_subnets(ids, object.get(input.properties, "VpcId", ""))
}
