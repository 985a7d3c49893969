package pantheon.checks.opensearch.domain_publishes_error_logs_test

import data.pantheon.checks.opensearch.domain_publishes_error_logs as check
import rego.v1

domain(enabled) := {"properties": {"LogPublishingOptions": {"ES_APPLICATION_LOGS": {
	"CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/search",
	"Enabled": enabled,
}}}}

test_pass if {
	count(check.deny) == 0 with input as domain(true)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_off if {
	check.deny == {"The error log is not published."} with input as domain(false)
}

test_fail_another_log if {
	other := {"SEARCH_SLOW_LOGS": {"Enabled": true}}
	count(check.deny) == 1 with input as {"properties": {"LogPublishingOptions": other}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
