package pantheon.checks.kinesis.stream_keeps_records_for_a_week_test

import data.pantheon.checks.kinesis.stream_keeps_records_for_a_week as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"RetentionPeriodHours": 168}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "Records are kept for 24 hours, less than 168."
	check.deny == {sentence} with input as {"properties": {"RetentionPeriodHours": 24}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeStreamSummary"]}}
}
