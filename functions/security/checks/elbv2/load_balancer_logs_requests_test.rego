package pantheon.checks.elbv2.load_balancer_logs_requests_test

import data.pantheon.checks.elbv2.load_balancer_logs_requests as check
import rego.v1

balancer(value) := {"properties": {
	"LoadBalancerAttributes": [{"Key": "access_logs.s3.enabled", "Value": value}],
	"Type": "application",
}}

test_pass if {
	count(check.deny) == 0 with input as balancer("true")
}

test_pass_other_kinds_are_skipped if {
	check.skip with input as {"properties": {"Type": "network"}}
}

test_fail if {
	check.deny == {"Access logs are off."} with input as balancer("false")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoadBalancerAttributes"]}}
}
