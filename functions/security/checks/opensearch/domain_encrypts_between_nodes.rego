# METADATA
# title: OpenSearch domains encrypt what their nodes say to each other
# description: >-
#   Looks whether encryption between nodes is on.
# custom:
#   severity: medium
#   risk: >-
#     Another host in the network that was taken over reads documents as they move between nodes.
#   remediation:
#     text: >-
#       Turn encryption between nodes on.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --node-to-node-encryption-options
#       Enabled=true
#     cloudformation: |
#       NodeToNodeEncryptionOptions:
#         Enabled: true
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         node_to_node_encryption {
#           enabled = true
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.3, OpenSearch.3]
package pantheon.checks.opensearch.domain_encrypts_between_nodes

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "Encryption between nodes is off." if not input.properties.NodeToNodeEncryptionOptions.Enabled
