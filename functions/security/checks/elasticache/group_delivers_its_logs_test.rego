package pantheon.checks.elasticache.group_delivers_its_logs_test

import data.pantheon.checks.elasticache.group_delivers_its_logs as check
import rego.v1

group(log) := {"properties": {"LogDeliveryConfigurations": [{
	"DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/redis"}},
	"DestinationType": "cloudwatch-logs",
	"LogType": log,
}]}}

test_pass if {
	count(check.deny) == 0 with input as group("engine-log")
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_only_slow_commands if {
	count(check.deny) == 1 with input as group("slow-log")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
