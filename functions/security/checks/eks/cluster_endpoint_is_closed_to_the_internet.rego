# METADATA
# title: The API of EKS clusters cannot be called from everywhere
# description: >-
#   Looks whether the public endpoint of the cluster, if it has one, is open to the whole internet, or to so much of
#   it that nobody owns that network.
# custom:
#   severity: high
#   risk: >-
#     Only the credentials of a user or a flaw of Kubernetes stand between a stranger and everything that runs in
#     the cluster.
#   remediation:
#     text: >-
#       Allow the networks of the people and systems that need the API, or close the public endpoint.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --resources-vpc-config
#       endpointPublicAccess=true,endpointPrivateAccess=true,publicAccessCidrs=<network>
#     cloudformation: |
#       ResourcesVpcConfig:
#         EndpointPrivateAccess: true
#         EndpointPublicAccess: true
#         PublicAccessCidrs:
#           - 203.0.113.0/24
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         vpc_config {
#           subnet_ids              = aws_subnet.private[*].id
#           endpoint_private_access = true
#           endpoint_public_access  = true
#           public_access_cidrs     = ["203.0.113.0/24"]
#         }
#       }
#   resource_types: [AWS::EKS::Cluster]
package pantheon.checks.eks.cluster_endpoint_is_closed_to_the_internet

import data.pantheon.lib
import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains sentence if {
	network := lib.get(input.properties, "ResourcesVpcConfig", {})
	network.EndpointPublicAccess == true
	some cidr in lib.get(network, "PublicAccessCidrs", ["0.0.0.0/0"])
	ec2.worldwide(cidr)
	sentence := sprintf("Its API can be called from %s.", [cidr])
}
