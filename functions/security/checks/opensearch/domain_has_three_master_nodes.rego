# METADATA
# title: OpenSearch domains have three dedicated master nodes
# description: >-
#   Looks whether there are at least three nodes that do nothing but keep the cluster together.
# custom:
#   severity: low
#   risk: >-
#     Under load the data nodes lose sight of each other, and the cluster stops or splits.
#   remediation:
#     text: >-
#       Use three dedicated master nodes.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --cluster-config
#       DedicatedMasterEnabled=true,DedicatedMasterCount=3,DedicatedMasterType=<type>
#     cloudformation: |
#       ClusterConfig:
#         DedicatedMasterEnabled: true
#         DedicatedMasterCount: 3
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         cluster_config {
#           dedicated_master_enabled = true
#           dedicated_master_count   = 3
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.7]
package pantheon.checks.opensearch.domain_has_three_master_nodes

import rego.v1

skip if input.state in {"creating", "deleting"}

cluster := object.get(input.properties, "ClusterConfig", {})

masters := object.get(cluster, "DedicatedMasterCount", 0) if cluster.DedicatedMasterEnabled

masters := 0 if not cluster.DedicatedMasterEnabled

deny contains sprintf("There are less than three dedicated master nodes: %d.", [masters]) if masters < 3
