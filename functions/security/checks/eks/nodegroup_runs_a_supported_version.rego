# METADATA
# title: Nodes of EKS clusters run a version of Kubernetes in standard support
# description: >-
#   Compares the version of the nodes, which stays behind when only the control plane is updated, with the end of
#   its standard support.
# custom:
#   severity: medium
#   risk: >-
#     Known flaws of Kubernetes stay open once nobody repairs them any more; until then, support costs six times as
#     much and ends in a forced update.
#   remediation:
#     text: >-
#       Update one minor version after the other, after looking for interfaces that the next one no longer has.
#     cli: >-
#       aws eks update-nodegroup-version --cluster-name <cluster> --nodegroup-name <group>
#   resource_types: [AWS::EKS::Nodegroup]
package pantheon.checks.eks.nodegroup_runs_a_supported_version

import data.pantheon.lib
import data.pantheon.lib.eks as eks_lib
import rego.v1

# A group that failed in part still runs nodes.
skip if input.state == "deleting"

unknown := lib.unread(["DescribeNodegroup"])

deny contains sentence if {
	version := input.properties.Version
	is_string(version)
	sentence := eks_lib.outdated(version)
}
