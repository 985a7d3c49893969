# METADATA
# title: EBS volumes are attached to an instance
# description: >-
#   Looks whether a volume that is older than a week is attached to anything.
# custom:
#   severity: low
#   risk: >-
#     A volume that nobody uses is paid for, holds data that nobody watches, and outlives every rule about how long
#     to keep it.
#   remediation:
#     text: >-
#       Make a snapshot if the data may still be needed, then delete the volume.
#     cli: >-
#       aws ec2 delete-volume --volume-id <volume>
#   resource_types: [AWS::EC2::Volume]
package pantheon.checks.ec2.volume_is_attached

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

most_days := 7

deny contains "It is attached to no instance." if {
	count(lib.get(input.properties, "Attachments", [])) == 0
	made := input.created_at
	is_string(made)
	lib.days_since(made) > most_days
}
