# METADATA
# title: EBS snapshots are encrypted
# description: >-
#   Looks whether the snapshot is encrypted at rest.
# custom:
#   severity: medium
#   risk: >-
#     An unencrypted snapshot can be shared with another account or with everybody by one call, and is then read
#     without any key.
#   remediation:
#     text: >-
#       Copy the snapshot with encryption and delete the old one; encrypt the volume that it was made of.
#     cli: >-
#       aws ec2 copy-snapshot --source-region <region> --source-snapshot-id <snapshot> --encrypted
#     terraform: |
#       resource "aws_ebs_snapshot_copy" "this" {
#         source_snapshot_id = aws_ebs_snapshot.this.id
#         source_region      = "eu-west-1"
#         encrypted          = true
#       }
#   resource_types: [AWS::EC2::Snapshot]
package pantheon.checks.ec2.snapshot_is_encrypted

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It is not encrypted." if not input.properties.Encrypted == true
