# METADATA
# title: Database clusters have their storage encrypted
# description: >-
#   Looks whether the storage of a cluster of Aurora, RDS, DocumentDB or Neptune is encrypted.
# custom:
#   severity: high
#   risk: >-
#     Snapshots of clear storage are clear as well: one that is shared by mistake can be restored by
#     whoever receives it.
#   remediation:
#     text: >-
#       Restore a snapshot of the cluster with a key of KMS into a new cluster, and move the clients over;
#       storage cannot be encrypted in place.
#     cli: >-
#       aws rds restore-db-cluster-from-snapshot --db-cluster-identifier <new> --snapshot-identifier
#       <snapshot> --engine <engine> --kms-key-id <key>
#     cloudformation: |
#       StorageEncrypted: true
#       KmsKeyId: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_rds_cluster" "this" {
#         storage_encrypted = true
#         kms_key_id        = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::RDS::DBCluster]
#   frameworks:
#     cis_3.0: ["2.3.1"]
#     cis_5.0: ["2.2.1"]
#     cis_7.0: ["3.2.1"]
#     fsbp: [RDS.27, DocumentDB.1, Neptune.1]
package pantheon.checks.rds.cluster_storage_is_encrypted

import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

deny contains "The storage is not encrypted." if not input.properties.StorageEncrypted
