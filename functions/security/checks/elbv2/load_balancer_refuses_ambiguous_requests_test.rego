package pantheon.checks.elbv2.load_balancer_refuses_ambiguous_requests_test

import data.pantheon.checks.elbv2.load_balancer_refuses_ambiguous_requests as check
import rego.v1

balancer(value) := {"properties": {
	"LoadBalancerAttributes": [{"Key": "routing.http.desync_mitigation_mode", "Value": value}],
	"Type": "application",
}}

test_pass if {
	count(check.deny) == 0 with input as balancer("defensive")
}

test_pass_other_kinds_are_skipped if {
	check.skip with input as {"properties": {"Type": "network"}}
}

test_fail if {
	check.deny == {"Ambiguous requests are let through."} with input as balancer("monitor")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoadBalancerAttributes"]}}
}
