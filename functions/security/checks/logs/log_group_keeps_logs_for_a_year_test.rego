package pantheon.checks.logs.log_group_keeps_logs_for_a_year_test

import data.pantheon.checks.logs.log_group_keeps_logs_for_a_year as check
import rego.v1

group(days) := {"properties": {"RetentionInDays": days}}

test_pass if {
	count(check.deny) == 0 with input as group(365)
	count(check.deny) == 0 with input as group(3653)
}

test_fail if check.deny == {"Events are deleted after 30 days."} with input as group(30)

test_skip_groups_that_keep_nothing if check.skip with input as {"properties": {"LogGroupClass": "DELIVERY"}}

test_no_data_is_for_ever if count(check.deny) == 0 with input as {"properties": {}}
