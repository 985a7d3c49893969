package pantheon.checks.stepfunctions.state_machine_logs_executions_test

import data.pantheon.checks.stepfunctions.state_machine_logs_executions as check
import rego.v1

machine(level, destinations) := {"properties": {"LoggingConfiguration": {
	"Destinations": destinations,
	"Level": level,
}}}

group := {"CloudWatchLogsLogGroup": {"LogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/ship:*"}}

test_pass if {
	count(check.deny) == 0 with input as machine("ERROR", [group])
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_off if {
	check.deny == {"Logging is off."} with input as machine("OFF", [])
	check.deny == {"Logging is off."} with input as {"properties": {"StateMachineName": "ship"}}
}

test_fail_no_destination if {
	check.deny == {"Logs have no destination."} with input as machine("ALL", [])
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeStateMachine"]}}
}
