package pantheon.checks.kms.key_is_enabled_test

import data.pantheon.checks.kms.key_is_enabled as check
import rego.v1

key(enabled) := {"state": "active", "properties": {"Enabled": enabled, "KeyManager": "CUSTOMER"}}

test_pass if count(check.deny) == 0 with input as key(true)

test_fail if check.deny == {"The key is disabled."} with input as key(false)

test_skip if {
	check.skip with input as {"state": "creating", "properties": {"Enabled": false}}
	check.skip with input as {"state": "deleting", "properties": {"Enabled": false}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeKey"]}}
}
