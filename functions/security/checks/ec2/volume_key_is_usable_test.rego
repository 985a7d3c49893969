package pantheon.checks.ec2.volume_key_is_usable_test

import data.pantheon.checks.ec2.volume_key_is_usable as check
import rego.v1

volume := {"dependencies": ["key"], "properties": {"Encrypted": true}}

key(state, properties) := {"AWS::KMS::Key": {"key": {
	"native_id": "abcd",
	"state": state,
	"properties": properties,
}}}

test_pass if {
	count(check.deny) == 0 with input as volume with data.estate as key("active", {"Enabled": true})
}

test_fail_disabled if {
	all := key("active", {"Enabled": false})
	check.deny == {"Its key abcd is disabled."} with input as volume with data.estate as all
}

test_fail_to_be_deleted if {
	all := key("deleting", {"Enabled": false, "DeletionDate": "2026-03-01T00:00:00Z"})
	sentence := "Its key abcd is to be deleted: 2026-03-01T00:00:00Z."
	check.deny == {sentence} with input as volume with data.estate as all
}

test_no_data if {
	count(check.deny) == 0 with input as volume
}
