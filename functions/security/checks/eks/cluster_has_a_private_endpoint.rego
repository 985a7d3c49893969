# METADATA
# title: Nodes of EKS clusters reach the API inside of their network
# description: >-
#   Looks whether the private endpoint is on.
# custom:
#   severity: medium
#   risk: >-
#     What the nodes and the control plane tell each other leaves the network, and the public endpoint cannot be
#     closed to the internet without cutting off the nodes.
#   remediation:
#     text: >-
#       Turn on the private endpoint.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --resources-vpc-config endpointPrivateAccess=true
#     cloudformation: |
#       ResourcesVpcConfig:
#         EndpointPrivateAccess: true
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         vpc_config {
#           subnet_ids              = aws_subnet.private[*].id
#           endpoint_private_access = true
#         }
#       }
#   resource_types: [AWS::EKS::Cluster]
package pantheon.checks.eks.cluster_has_a_private_endpoint

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains "Its private endpoint is off." if {
	not lib.get(input.properties, ["ResourcesVpcConfig", "EndpointPrivateAccess"], false) == true
}
