# METADATA
# title: Redshift clusters are encrypted at rest
# description: >-
#   Looks whether the blocks and snapshots of the cluster are encrypted.
# custom:
#   severity: high
#   risk: >-
#     A snapshot that is shared by mistake can be restored by whoever receives it, with all data of the
#     warehouse.
#   remediation:
#     text: >-
#       Turn encryption on with a key of KMS; Redshift encrypts the cluster while it stays in use.
#     cli: >-
#       aws redshift modify-cluster --cluster-identifier <cluster> --encrypted --kms-key-id <key>
#     cloudformation: |
#       Encrypted: true
#       KmsKeyId: !Ref Key
#     terraform: |
#       resource "aws_redshift_cluster" "this" {
#         encrypted  = true
#         kms_key_id = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.10]
package pantheon.checks.redshift.cluster_is_encrypted

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The cluster is not encrypted." if not input.properties.Encrypted
