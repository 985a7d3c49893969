package pantheon.checks.dynamodb.table_is_protected_from_deletion_test

import data.pantheon.checks.dynamodb.table_is_protected_from_deletion as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DeletionProtectionEnabled": true}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Deletion protection is off."} with input as {"properties": {"DeletionProtectionEnabled": false}}
	count(check.deny) == 1 with input as {"properties": {"TableName": "orders"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeTable"]}}
}
