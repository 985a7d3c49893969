# METADATA
# title: Redshift clusters are not publicly accessible
# description: >-
#   Looks whether the cluster has an address on the internet.
# custom:
#   severity: high
#   risk: >-
#     Only a security group stands between the warehouse and the internet: one rule too wide and anybody
#     can try passwords on it.
#   remediation:
#     text: >-
#       Turn public access off and let people in through the query editor or a VPN.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --no-publicly-accessible
#     cloudformation: |
#       PubliclyAccessible: false
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         publicly_accessible = false
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.1]
package pantheon.checks.redshift.cluster_is_not_public

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The cluster is publicly accessible." if input.properties.PubliclyAccessible == true
