# METADATA
# title: The keys of EBS volumes and snapshots can be used
# description: >-
#   Looks whether the KMS key of an encrypted volume or snapshot is disabled or about to be deleted, as far as the
#   key belongs to the account.
# custom:
#   severity: high
#   risk: >-
#     Once the key is deleted, nobody can ever read the data again; while it is disabled, no instance starts with
#     the volume.
#   remediation:
#     text: >-
#       Cancel the deletion and enable the key, or copy the data under another key before this one goes.
#     cli: |
#       aws kms cancel-key-deletion --key-id <key>
#       aws kms enable-key --key-id <key>
#   resource_types: [AWS::EC2::Volume, AWS::EC2::Snapshot]
#   reads: [AWS::KMS::Key]
package pantheon.checks.ec2.volume_key_is_usable

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	some key in keys
	lib.get(key, "state", "active") == "deleting"
	date := lib.get(key.properties, "DeletionDate", "soon")
	sentence := sprintf("Its key %s is to be deleted: %s.", [key.native_id, date])
}

deny contains sentence if {
	some key in keys
	lib.get(key, "state", "active") != "deleting"
	key.properties.Enabled == false
	sentence := sprintf("Its key %s is disabled.", [key.native_id])
}

# A key that waits for its deletion is still needed, so it is looked up whatever its state.
keys contains key if {
	all := lib.estate("AWS::KMS::Key")
	some id in lib.get(input, "dependencies", [])
	key := all[id]
}
