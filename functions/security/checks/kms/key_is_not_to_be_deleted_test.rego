package pantheon.checks.kms.key_is_not_to_be_deleted_test

import data.pantheon.checks.kms.key_is_not_to_be_deleted as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"state": "active", "properties": {"Enabled": true}}

test_fail if {
	waiting := {"state": "deleting", "properties": {"DeletionDate": "2026-06-30T12:00:00Z"}}
	check.deny == {"The key is to be deleted: 2026-06-30T12:00:00Z."} with input as waiting
}

test_skip_keys_of_aws if check.skip with input as {"state": "active", "properties": {"KeyManager": "AWS"}}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeKey"]}}
}
