# METADATA
# title: Nodes of EKS clusters run an image that is maintained
# description: >-
#   Looks whether the nodes still run Amazon Linux 2, whose images for EKS ended on 2025-11-26.
# custom:
#   severity: medium
#   risk: >-
#     Known flaws of the kernel and the container runtime stay open on every node.
#   remediation:
#     text: >-
#       Move the nodes to Amazon Linux 2023 or Bottlerocket.
#     cli: >-
#       aws eks create-nodegroup --cluster-name <cluster> --nodegroup-name <group> --ami-type AL2023_x86_64_STANDARD
#       --subnets <subnets> --node-role <role>
#     cloudformation: |
#       AmiType: AL2023_x86_64_STANDARD
#     terraform: |
#       resource "aws_eks_node_group" "this" {
#         ami_type = "AL2023_x86_64_STANDARD"
#       }
#   resource_types: [AWS::EKS::Nodegroup]
package pantheon.checks.eks.nodegroup_image_is_maintained

import data.pantheon.lib
import rego.v1

# A group that failed in part still runs nodes.
skip if input.state == "deleting"

unknown := lib.unread(["DescribeNodegroup"])

ended := "2025-11-26"

deny contains sentence if {
	type := input.properties.AmiType
	is_string(type)
	startswith(type, "AL2_")
	ended < substring(input.now, 0, 10)
	sentence := sprintf("Its image %s is not maintained since %s.", [type, ended])
}
