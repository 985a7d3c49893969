package pantheon.checks.elb.load_balancer_balances_across_zones_test

import data.pantheon.checks.elb.load_balancer_balances_across_zones as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"CrossZone": true}}
}

test_fail if {
	balancer := {"properties": {"CrossZone": false}}
	check.deny == {"Cross-zone load balancing is off."} with input as balancer
}

test_no_data if {
	unread := {"properties": {"Unread": ["AccessLoggingPolicy"]}}
	check.unknown == {"CrossZone could not be read."} with input as unread
	count(check.deny) == 1 with input as {"properties": {}}
}
