# METADATA
# title: EBS volumes are encrypted
# description: >-
#   Looks whether the volume is encrypted at rest.
# custom:
#   severity: medium
#   risk: >-
#     Whoever gets a copy of the volume, such as by a shared snapshot, reads it without needing any key.
#   remediation:
#     text: >-
#       Copy a snapshot of the volume with encryption, make a volume of the copy and put it in place of the old one;
#       turn on encryption by default for the region, so that new volumes have it.
#     cli: |
#       aws ec2 copy-snapshot --source-region <region> --source-snapshot-id <snapshot> --encrypted
#       aws ec2 enable-ebs-encryption-by-default
#     cloudformation: |
#       Encrypted: true
#     terraform: |
#       resource "aws_ebs_volume" "this" {
#         encrypted = true
#       }
#   resource_types: [AWS::EC2::Volume]
#   frameworks:
#     cis_3.0: ["2.2.1"]
#     cis_5.0: ["5.1.1"]
#     cis_7.0: ["6.1.1"]
#     fsbp: [EC2.3]
package pantheon.checks.ec2.volume_is_encrypted

import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It is not encrypted." if not input.properties.Encrypted == true
