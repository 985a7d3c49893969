# METADATA
# title: EKS clusters log audit events
# description: >-
#   Looks whether the audit log of Kubernetes, which says who asked the API for what, goes to CloudWatch Logs.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell later who read a secret, opened a shell in a container or gave themselves rights.
#   remediation:
#     text: >-
#       Turn on the audit log.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --logging
#       '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'
#     cloudformation: |
#       Logging:
#         ClusterLogging:
#           EnabledTypes:
#             - Type: audit
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         enabled_cluster_log_types = ["audit"]
#       }
#   resource_types: [AWS::EKS::Cluster]
#   frameworks:
#     fsbp: [EKS.8]
package pantheon.checks.eks.cluster_logs_audit_events

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

enabled := {kind.Type | some kind in lib.get(input.properties, ["Logging", "ClusterLogging", "EnabledTypes"], [])}

deny contains "The audit log is off." if not "audit" in enabled
