package pantheon.checks.cloudtrail.trail_feeds_a_log_group_test

import data.pantheon.checks.cloudtrail.trail_feeds_a_log_group as check
import rego.v1

test_pass if {
	group := "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*"
	count(check.deny) == 0 with input as {"properties": {"CloudWatchLogsLogGroupArn": group}}
}

test_fail if {
	check.deny == {"The trail writes into no log group."} with input as {"properties": {"TrailName": "all"}}
}

test_no_data_is_no_group if count(check.deny) == 1 with input as {"properties": {}}
