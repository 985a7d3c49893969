package pantheon.checks.autoscaling.group_heals_itself_test

import data.pantheon.checks.autoscaling.group_heals_itself as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"SuspendedProcesses": ["AZRebalance"]}}
}

test_fail if {
	group := {"properties": {"SuspendedProcesses": ["ReplaceUnhealthy"]}}
	check.deny == {"The process ReplaceUnhealthy is suspended."} with input as group
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
