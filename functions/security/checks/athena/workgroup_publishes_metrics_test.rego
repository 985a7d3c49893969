package pantheon.checks.athena.workgroup_publishes_metrics_test

import data.pantheon.checks.athena.workgroup_publishes_metrics as check
import rego.v1

group(configuration) := {"properties": {"State": "ENABLED", "WorkGroupConfiguration": configuration}}

test_pass if {
	count(check.deny) == 0 with input as group({"PublishCloudWatchMetricsEnabled": true})
}

test_fail if {
	sentence := "Metrics of queries are not published."
	check.deny == {sentence} with input as group({"PublishCloudWatchMetricsEnabled": false})
	check.deny == {sentence} with input as group({})
}

test_pass_is_silent_about_disabled_ones if {
	check.skip with input as {"properties": {"State": "DISABLED"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"State": "ENABLED", "Unread": ["GetWorkGroup"]}}
}
