package pantheon.checks.kms.key_rotates_every_year_test

import data.pantheon.checks.kms.key_rotates_every_year as check
import rego.v1

key(days) := {"state": "active", "properties": {"EnableKeyRotation": true, "RotationPeriodInDays": days}}

test_pass if count(check.deny) == 0 with input as key(365)

test_fail if check.deny == {"The key is rotated only every 2560 days."} with input as key(2560)

test_skip if {
	check.skip with input as {"state": "active", "properties": {"EnableKeyRotation": false}}
	check.skip with input as {"state": "active", "properties": {"KeyManager": "AWS"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["EnableKeyRotation"]}}
	count(check.deny) == 0 with input as {"state": "active", "properties": {}}
}
