# METADATA
# title: EFS file systems are encrypted
# description: >-
#   Looks whether the file system is encrypted at rest.
# custom:
#   severity: medium
#   risk: >-
#     Files can be read by whoever gets at the disks behind them, and no key can be withdrawn to stop that.
#   remediation:
#     text: >-
#       Make an encrypted file system, copy the files and delete the old one; encryption cannot be added.
#     cli: >-
#       aws efs create-file-system --encrypted --kms-key-id <key>
#     cloudformation: |
#       Encrypted: true
#       KmsKeyId: !GetAtt Key.Arn
#     terraform: |
#       resource "aws_efs_file_system" "this" {
#         encrypted  = true
#         kms_key_id = aws_kms_key.this.arn
#       }
#   resource_types: [AWS::EFS::FileSystem]
#   frameworks:
#     cis_3.0: ["2.4.1"]
#     cis_5.0: ["2.3.1"]
#     cis_7.0: ["3.3.1"]
#     fsbp: [EFS.1]
package pantheon.checks.efs.file_system_is_encrypted

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It is not encrypted." if not input.properties.Encrypted == true
