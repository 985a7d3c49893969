# METADATA
# title: EBS volumes in use have a recent snapshot
# description: >-
#   Looks whether a snapshot of the volume was made within 30 days. Only volumes that are attached and older than
#   that are looked at.
# custom:
#   severity: low
#   risk: >-
#     What is deleted or encrypted by an attacker, or lost with the volume, cannot be brought back.
#   remediation:
#     text: >-
#       Back up the volume daily, by a backup plan or by the lifecycle manager of EBS.
#     cli: >-
#       aws ec2 create-snapshot --volume-id <volume>
#     terraform: |
#       resource "aws_dlm_lifecycle_policy" "daily" {
#         description        = "Daily snapshots"
#         execution_role_arn = aws_iam_role.dlm.arn
#         policy_details {
#           resource_types = ["VOLUME"]
#           target_tags    = { Backup = "daily" }
#           schedule {
#             name = "daily"
#             create_rule { interval = 24 }
#             retain_rule { count = 14 }
#           }
#         }
#       }
#   resource_types: [AWS::EC2::Volume]
#   reads: [AWS::EC2::Snapshot]
package pantheon.checks.ec2.volume_has_a_recent_snapshot

import data.pantheon.lib
import rego.v1

most_days := 30

skip if input.state in {"deleting", "failed"}

skip if count(lib.get(input.properties, "Attachments", [])) == 0

skip if not is_string(input.created_at)

skip if {
	is_string(input.created_at)
	lib.days_since(input.created_at) <= most_days
}

deny contains sentence if {
	not recent
	sentence := sprintf("No snapshot of it was made within %d days.", [most_days])
}

recent if {
	some snapshot in lib.present("AWS::EC2::Snapshot")
	snapshot.properties.VolumeId == input.native_id
	lib.get(snapshot, "state", "active") != "failed"
	is_string(snapshot.created_at)
	lib.days_since(snapshot.created_at) <= most_days
}
