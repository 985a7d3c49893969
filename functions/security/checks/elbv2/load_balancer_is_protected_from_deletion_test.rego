package pantheon.checks.elbv2.load_balancer_is_protected_from_deletion_test

import data.pantheon.checks.elbv2.load_balancer_is_protected_from_deletion as check
import rego.v1

balancer(value) := {"properties": {
	"LoadBalancerAttributes": [{"Key": "deletion_protection.enabled", "Value": value}],
	"Type": "application",
}}

test_pass if {
	count(check.deny) == 0 with input as balancer("true")
}

test_fail if {
	check.deny == {"Deletion protection is off."} with input as balancer("false")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoadBalancerAttributes"]}}
}
