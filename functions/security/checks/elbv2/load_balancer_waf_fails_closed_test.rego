package pantheon.checks.elbv2.load_balancer_waf_fails_closed_test

import data.pantheon.checks.elbv2.load_balancer_waf_fails_closed as check
import rego.v1

balancer(value) := {"properties": {
	"LoadBalancerAttributes": [{"Key": "waf.fail_open.enabled", "Value": value}],
	"Type": "application",
}}

test_pass if {
	count(check.deny) == 0 with input as balancer("false")
}

test_pass_other_kinds_are_skipped if {
	check.skip with input as {"properties": {"Type": "network"}}
}

test_fail if {
	check.deny == {"Requests are handed on unchecked while AWS WAF does not answer."} with input as balancer("true")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoadBalancerAttributes"]}}
}
