# METADATA
# title: The API of EKS clusters has no public endpoint
# description: >-
#   Looks whether the cluster has a public endpoint at all, whoever may call it.
# custom:
#   severity: medium
#   risk: >-
#     The API stands in the internet, and a network that is added to its list by mistake opens it to strangers.
#   remediation:
#     text: >-
#       Turn on the private endpoint, reach it by VPN or from inside of the network, then turn off the public one.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --resources-vpc-config
#       endpointPublicAccess=false,endpointPrivateAccess=true
#     cloudformation: |
#       ResourcesVpcConfig:
#         EndpointPrivateAccess: true
#         EndpointPublicAccess: false
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         vpc_config {
#           subnet_ids              = aws_subnet.private[*].id
#           endpoint_private_access = true
#           endpoint_public_access  = false
#         }
#       }
#   resource_types: [AWS::EKS::Cluster]
#   frameworks:
#     fsbp: [EKS.1]
package pantheon.checks.eks.cluster_endpoint_is_private

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains sentence if {
	network := lib.get(input.properties, "ResourcesVpcConfig", {})
	network.EndpointPublicAccess == true
	cidrs := concat(", ", lib.get(network, "PublicAccessCidrs", ["0.0.0.0/0"]))
	sentence := sprintf("Its API has a public endpoint for %s.", [cidrs])
}
