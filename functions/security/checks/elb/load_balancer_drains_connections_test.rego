package pantheon.checks.elb.load_balancer_drains_connections_test

import data.pantheon.checks.elb.load_balancer_drains_connections as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"ConnectionDrainingPolicy": {"Enabled": true, "Timeout": 300}}}
}

test_fail if {
	balancer := {"properties": {"ConnectionDrainingPolicy": {"Enabled": false}}}
	check.deny == {"Connection draining is off."} with input as balancer
}

test_no_data if {
	unread := {"properties": {"Unread": ["AccessLoggingPolicy"]}}
	check.unknown == {"ConnectionDrainingPolicy could not be read."} with input as unread
	count(check.deny) == 1 with input as {"properties": {}}
}
