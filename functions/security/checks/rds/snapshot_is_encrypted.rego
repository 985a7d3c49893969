# METADATA
# title: Snapshots of databases are encrypted
# description: >-
#   Looks at the snapshots of instances and clusters that people took, of RDS, Aurora, DocumentDB and
#   Neptune.
# custom:
#   severity: high
#   risk: >-
#     Whoever is given the snapshot, or may share it, restores the whole database without a key.
#   remediation:
#     text: >-
#       Copy the snapshot with a key of KMS and delete the one in clear; encrypt the database so that new
#       ones are encrypted as well.
#     cli: >-
#       aws rds copy-db-snapshot --source-db-snapshot-identifier <snapshot> --target-db-snapshot-identifier
#       <copy> --kms-key-id <key>
#     terraform: |
#       resource "aws_db_snapshot_copy" "this" {
#         source_db_snapshot_identifier = aws_db_snapshot.this.db_snapshot_arn
#         target_db_snapshot_identifier = "encrypted"
#         kms_key_id                    = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::RDS::DBClusterSnapshot, AWS::RDS::DBSnapshot]
#   frameworks:
#     fsbp: [RDS.4, Neptune.6]
package pantheon.checks.rds.snapshot_is_encrypted

import rego.v1

skip if input.state in {"creating", "deleting", "failed"}

deny contains "The snapshot is not encrypted." if not encrypted

encrypted if input.properties.Encrypted == true

encrypted if input.properties.StorageEncrypted == true
