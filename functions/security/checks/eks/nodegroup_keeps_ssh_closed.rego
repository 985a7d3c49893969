# METADATA
# title: Nodes of EKS clusters do not open SSH to everybody
# description: >-
#   Looks whether the node group was given a key for SSH without the security groups from which it may be used,
#   which makes EKS open port 22 to the internet.
# custom:
#   severity: high
#   risk: >-
#     Anybody may try keys and unpatched flaws of the SSH server of every node that has a public address, and
#     whoever gets in has every container on it.
#   remediation:
#     text: >-
#       Make the group anew without a key and use Session Manager, or name the groups from which SSH may be used.
#     cli: >-
#       aws eks create-nodegroup --cluster-name <cluster> --nodegroup-name <group> --subnets <subnets> --node-role
#       <role>
#     terraform: |
#       resource "aws_eks_node_group" "this" {
#         remote_access {
#           ec2_ssh_key               = aws_key_pair.ops.key_name
#           source_security_group_ids = [aws_security_group.bastion.id]
#         }
#       }
#   resource_types: [AWS::EKS::Nodegroup]
package pantheon.checks.eks.nodegroup_keeps_ssh_closed

import data.pantheon.lib
import rego.v1

# A group that failed in part still runs nodes.
skip if input.state == "deleting"

unknown := lib.unread(["DescribeNodegroup"])

deny contains sentence if {
	access := lib.get(input.properties, "RemoteAccess", {})
	key := lib.get(access, "Ec2SshKey", "")
	key != ""
	count(lib.get(access, "SourceSecurityGroups", [])) == 0
	sentence := sprintf("The key %s may be used from everywhere.", [key])
}
