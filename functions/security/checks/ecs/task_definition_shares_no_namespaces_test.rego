package pantheon.checks.ecs.task_definition_shares_no_namespaces_test

import data.pantheon.checks.ecs.task_definition_shares_no_namespaces as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"IpcMode": "none", "PidMode": "task"}}
}

test_fail if {
	both := {"properties": {"IpcMode": "host", "PidMode": "host"}}
	count(check.deny) == 2 with input as both
	processes := {"properties": {"PidMode": "host"}}
	check.deny == {"Its tasks share the processes of their host."} with input as processes
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
