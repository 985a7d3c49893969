package pantheon.checks.secretsmanager.secret_key_is_usable_test

import data.pantheon.checks.secretsmanager.secret_key_is_usable as check
import rego.v1

secret := {"dependencies": ["key"], "properties": {}}

estate(state, properties) := {"AWS::KMS::Key": {"key": {
	"native_id": "abcd",
	"state": state,
	"properties": properties,
}}}

test_pass if {
	count(check.deny) == 0 with input as secret with data.estate as estate("active", {"Enabled": true})
	count(check.deny) == 0 with input as secret with data.estate as {}
}

test_fail if {
	off := estate("active", {"Enabled": false})
	check.deny == {"Its key abcd is disabled."} with input as secret with data.estate as off
	going := estate("deleting", {"DeletionDate": "2026-06-30T12:00:00Z", "Enabled": false})
	sentence := "Its key abcd is to be deleted: 2026-06-30T12:00:00Z."
	check.deny == {sentence} with input as secret with data.estate as going
}

test_no_data_of_the_key if {
	hidden := estate("active", {"Unread": ["DescribeKey"]})
	count(check.unknown) == 1 with input as secret with data.estate as hidden
}
