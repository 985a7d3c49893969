# METADATA
# title: EKS clusters are protected from deletion
# description: >-
#   Looks whether deletion protection is on.
# custom:
#   severity: low
#   risk: >-
#     One call, by mistake or on purpose, ends everything that runs in the cluster.
#   remediation:
#     text: >-
#       Turn on deletion protection.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --deletion-protection
#     cloudformation: |
#       DeletionProtection: true
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         deletion_protection = true
#       }
#   resource_types: [AWS::EKS::Cluster]
package pantheon.checks.eks.cluster_is_protected_from_deletion

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains "Deletion protection is off." if not input.properties.DeletionProtection == true
