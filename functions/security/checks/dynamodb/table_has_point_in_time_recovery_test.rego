package pantheon.checks.dynamodb.table_has_point_in_time_recovery_test

import data.pantheon.checks.dynamodb.table_has_point_in_time_recovery as check
import rego.v1

table(enabled) := {"properties": {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": enabled}}}

test_pass if {
	count(check.deny) == 0 with input as table(true)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as object.union(table(false), {"state": "deleting"})
}

test_fail if {
	check.deny == {"Point-in-time recovery is off."} with input as table(false)
	count(check.deny) == 1 with input as {"properties": {"TableName": "orders"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PointInTimeRecoverySpecification"]}}
}
