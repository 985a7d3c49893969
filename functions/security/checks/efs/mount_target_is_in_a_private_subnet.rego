# METADATA
# title: Mount targets of EFS are in private subnets
# description: >-
#   Looks whether the subnet of the mount target has a route to an internet gateway or hands out public addresses.
# custom:
#   severity: medium
#   risk: >-
#     The files lie next to machines that stand in the internet, and are the first thing that an intruder on one of
#     them reaches.
#   remediation:
#     text: >-
#       Make mount targets in private subnets and delete those in public ones.
#     cli: >-
#       aws efs create-mount-target --file-system-id <file system> --subnet-id <private subnet> --security-groups
#       <group>
#     cloudformation: |
#       SubnetId: !Ref PrivateSubnet
#     terraform: |
#       resource "aws_efs_mount_target" "this" {
#         file_system_id = aws_efs_file_system.this.id
#         subnet_id      = aws_subnet.private.id
#       }
#   resource_types: [AWS::EFS::MountTarget]
#   reads: [AWS::EC2::RouteTable, AWS::EC2::Subnet]
package pantheon.checks.efs.mount_target_is_in_a_private_subnet

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	ec2.public_subnet(input.properties.SubnetId, input.properties.VpcId)
	sentence := sprintf("%s is connected to the internet.", [input.properties.SubnetId])
}

deny contains sentence if {
	some subnet in lib.needed(input, "AWS::EC2::Subnet")
	subnet.properties.MapPublicIpOnLaunch == true
	sentence := sprintf("%s hands out public addresses.", [input.properties.SubnetId])
}
