# METADATA
# title: OpenSearch domains have three data nodes in several zones
# description: >-
#   Looks whether there are at least three data nodes and whether they are spread over zones.
# custom:
#   severity: low
#   risk: >-
#     When a node or a zone fails, indices are away or lost.
#   remediation:
#     text: >-
#       Use at least three data nodes and turn zone awareness on.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --cluster-config
#       InstanceCount=3,ZoneAwarenessEnabled=true
#     cloudformation: |
#       ClusterConfig:
#         InstanceCount: 3
#         ZoneAwarenessEnabled: true
#         ZoneAwarenessConfig:
#           AvailabilityZoneCount: 3
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         cluster_config {
#           instance_count         = 3
#           zone_awareness_enabled = true
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.6, OpenSearch.6]
package pantheon.checks.opensearch.domain_has_three_data_nodes

import rego.v1

skip if input.state in {"creating", "deleting"}

cluster := object.get(input.properties, "ClusterConfig", {})

nodes := object.get(cluster, "InstanceCount", 1)

deny contains sprintf("There are less than three data nodes: %d.", [nodes]) if nodes < 3

deny contains "All data nodes are in one zone." if not cluster.ZoneAwarenessEnabled
