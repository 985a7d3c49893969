package pantheon.checks.stepfunctions.state_machine_traces_executions_test

import data.pantheon.checks.stepfunctions.state_machine_traces_executions as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"TracingConfiguration": {"Enabled": true}}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Tracing is off."} with input as {"properties": {"TracingConfiguration": {"Enabled": false}}}
	count(check.deny) == 1 with input as {"properties": {"StateMachineName": "ship"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeStateMachine"]}}
}
