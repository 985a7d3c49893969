# METADATA
# title: RDS instances have their storage encrypted
# description: >-
#   Looks whether the storage of an instance is encrypted. The storage of members of a cluster is that
#   of the cluster.
# custom:
#   severity: high
#   risk: >-
#     Snapshots of clear storage are clear as well: one that is shared by mistake can be restored by
#     whoever receives it.
#   remediation:
#     text: >-
#       Copy a snapshot with a key of KMS, restore a new instance from the copy, and move the clients over;
#       storage cannot be encrypted in place.
#     cli: >-
#       aws rds copy-db-snapshot --source-db-snapshot-identifier <snapshot> --target-db-snapshot-identifier
#       <copy> --kms-key-id <key>
#     cloudformation: |
#       StorageEncrypted: true
#       KmsKeyId: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_db_instance" "this" {
#         storage_encrypted = true
#         kms_key_id        = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::RDS::DBInstance]
#   frameworks:
#     cis_3.0: ["2.3.1"]
#     cis_5.0: ["2.2.1"]
#     cis_7.0: ["3.2.1"]
#     fsbp: [RDS.3]
package pantheon.checks.rds.instance_storage_is_encrypted

import data.pantheon.lib.rds
import rego.v1

skip if rds.in_cluster

skip if rds.comes_or_goes

deny contains "The storage is not encrypted." if not input.properties.StorageEncrypted
