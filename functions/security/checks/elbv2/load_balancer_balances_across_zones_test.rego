package pantheon.checks.elbv2.load_balancer_balances_across_zones_test

import data.pantheon.checks.elbv2.load_balancer_balances_across_zones as check
import rego.v1

balancer(value) := {"properties": {
	"LoadBalancerAttributes": [{"Key": "load_balancing.cross_zone.enabled", "Value": value}],
	"Type": "network",
}}

test_pass if {
	count(check.deny) == 0 with input as balancer("true")
}

test_pass_other_kinds_are_skipped if {
	check.skip with input as {"properties": {"Type": "application"}}
}

test_fail if {
	check.deny == {"Cross-zone load balancing is off."} with input as balancer("false")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoadBalancerAttributes"]}}
}
