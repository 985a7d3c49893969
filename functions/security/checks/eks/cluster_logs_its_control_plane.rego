# METADATA
# title: EKS clusters log their whole control plane
# description: >-
#   Looks whether the logs of the API, the authenticator, the controllers and the scheduler go to CloudWatch Logs,
#   beside the audit log, which another check looks at.
# custom:
#   severity: low
#   risk: >-
#     Which role logged in as which user of Kubernetes, and why something was started or stopped, cannot be found
#     out later.
#   remediation:
#     text: >-
#       Turn on all logs of the control plane.
#     cli: >-
#       aws eks update-cluster-config --name <cluster> --logging file://all-logs.json
#     terraform: |
#       resource "aws_eks_cluster" "this" {
#         enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
#       }
#   resource_types: [AWS::EKS::Cluster]
package pantheon.checks.eks.cluster_logs_its_control_plane

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

enabled := {kind.Type | some kind in lib.get(input.properties, ["Logging", "ClusterLogging", "EnabledTypes"], [])}

deny contains sentence if {
	some kind in ["api", "authenticator", "controllerManager", "scheduler"]
	not kind in enabled
	sentence := sprintf("The log %s is off.", [kind])
}
