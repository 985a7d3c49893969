# METADATA
# title: EKS clusters grant access by the API of AWS
# description: >-
#   Looks whether access is granted by access entries alone, rather than also by a map inside of the cluster.
# custom:
#   severity: low
#   risk: >-
#     Whoever can edit one map in the cluster makes anybody its administrator, and neither CloudTrail nor a review
#     of IAM shows it.
#   remediation:
#     text: >-
#       Turn the entries of the map aws-auth into access entries, then set the mode to API.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --access-config authenticationMode=API
#     cloudformation: |
#       AccessConfig:
#         AuthenticationMode: API
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         access_config {
#           authentication_mode = "API"
#         }
#       }
#   resource_types: [AWS::EKS::Cluster]
package pantheon.checks.eks.cluster_grants_access_by_entries

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains sentence if {
	mode := lib.get(input.properties, ["AccessConfig", "AuthenticationMode"], "CONFIG_MAP")
	mode != "API"
	sentence := sprintf("Its mode is %s.", [mode])
}
