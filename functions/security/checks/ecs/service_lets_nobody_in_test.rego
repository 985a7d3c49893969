package pantheon.checks.ecs.service_lets_nobody_in_test

import data.pantheon.checks.ecs.service_lets_nobody_in as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"EnableExecuteCommand": false}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"EnableExecuteCommand": true}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
