package pantheon.checks.elb.load_balancer_spans_zones_test

import data.pantheon.checks.elb.load_balancer_spans_zones as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AvailabilityZones": ["eu-west-1a", "eu-west-1b"]}}
}

test_fail if {
	balancer := {"properties": {"AvailabilityZones": ["eu-west-1a"]}}
	check.deny == {"It is in no other zone than eu-west-1a."} with input as balancer
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
