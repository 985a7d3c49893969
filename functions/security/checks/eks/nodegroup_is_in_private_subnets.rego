# METADATA
# title: Nodes of EKS clusters are in private subnets
# description: >-
#   Looks whether a subnet of the node group has a route to an internet gateway.
# custom:
#   severity: medium
#   risk: >-
#     A node with a public address stands in the internet with its kubelet, and with every port that a service of
#     the cluster opens on it.
#   remediation:
#     text: >-
#       Make the group anew in subnets whose way out is a NAT gateway.
#     cli: >-
#       aws eks create-nodegroup --cluster-name <cluster> --nodegroup-name <group> --subnets <private subnets>
#       --node-role <role>
#     cloudformation: |
#       Subnets:
#         - !Ref PrivateSubnetA
#         - !Ref PrivateSubnetB
#     terraform: |
#       resource "aws_eks_node_group" "this" {
#         subnet_ids = aws_subnet.private[*].id
#       }
#   resource_types: [AWS::EKS::Nodegroup]
#   reads: [AWS::EC2::RouteTable, AWS::EC2::Subnet]
package pantheon.checks.eks.nodegroup_is_in_private_subnets

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

# A group that failed in part still runs nodes.
skip if input.state == "deleting"

unknown := lib.unread(["DescribeNodegroup"])

deny contains sentence if {
	some subnet in lib.needed(input, "AWS::EC2::Subnet")
	ec2.public_subnet(subnet.native_id, subnet.properties.VpcId)
	sentence := sprintf("%s is connected to the internet.", [subnet.native_id])
}
