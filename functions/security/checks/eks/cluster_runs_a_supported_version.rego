# METADATA
# title: EKS clusters run a version of Kubernetes in standard support
# description: >-
#   Compares the version of the cluster with the end of its standard support. A version that is newer than those
#   known here passes.
# custom:
#   severity: high
#   risk: >-
#     Known flaws of Kubernetes stay open once nobody repairs them any more; until then, support costs six times as
#     much and ends in a forced update.
#   remediation:
#     text: >-
#       Update one minor version after the other, after looking for interfaces that the next one no longer has.
#     cli: >-
#       aws eks update-cluster-version --name <cluster> --kubernetes-version <version>
#   resource_types: [AWS::EKS::Cluster]
#   frameworks:
#     fsbp: [EKS.2]
package pantheon.checks.eks.cluster_runs_a_supported_version

import data.pantheon.lib
import data.pantheon.lib.eks as eks_lib
import rego.v1

skip if input.state in {"deleting", "failed"}

unknown := lib.unread(["DescribeCluster"])

deny contains sentence if {
	version := input.properties.Version
	is_string(version)
	sentence := eks_lib.outdated(version)
}
