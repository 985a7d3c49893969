# METADATA
# title: Redshift clusters span two zones
# description: >-
#   Looks whether the cluster is Multi-AZ. Only nodes of the family RA3 can be; others are left out.
# custom:
#   severity: low
#   risk: >-
#     When the zone fails, the warehouse is away until the cluster has been made anew elsewhere.
#   remediation:
#     text: >-
#       Turn Multi-AZ on.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --multi-az
#     cloudformation: |
#       MultiAZ: true
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         multi_az = true
#       }
#   resource_types: [AWS::Redshift::Cluster]
package pantheon.checks.redshift.cluster_spans_zones

import rego.v1

skip if input.state in {"creating", "deleting"}

skip if not startswith(object.get(input.properties, "NodeType", ""), "ra3.")

deny contains "The cluster is in one zone only." if {
	lower(sprintf("%v", [object.get(input.properties, "MultiAZ", "disabled")])) in {"disabled", "false"}
}
