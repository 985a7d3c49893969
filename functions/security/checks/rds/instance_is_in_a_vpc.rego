# METADATA
# title: RDS instances are in a VPC
# description: >-
#   Looks whether an instance has a subnet group or security groups of a VPC; one that has neither is in
#   the old network that all customers shared.
# custom:
#   severity: medium
#   risk: >-
#     Neither route tables nor network lists nor flow logs stand between the database and others.
#   remediation:
#     text: >-
#       Move the instance into a VPC by giving it a subnet group.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --db-subnet-group-name <group>
#       --apply-immediately
#     cloudformation: |
#       DBSubnetGroupName: !Ref Subnets
#     terraform: |
#       resource "aws_db_instance" "this" {
#         db_subnet_group_name = aws_db_subnet_group.this.name
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     fsbp: [RDS.18]
package pantheon.checks.rds.instance_is_in_a_vpc

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

deny contains "The instance has neither a subnet group nor security groups of a VPC." if {
	object.get(input.properties, "VpcId", "") == ""
	object.get(input.properties, "DBSubnetGroupName", "") == ""
	count(object.get(input.properties, "VPCSecurityGroups", [])) == 0
}
