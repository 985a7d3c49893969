package pantheon.checks.elb.load_balancer_is_internal_test

import data.pantheon.checks.elb.load_balancer_is_internal as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Scheme": "internal"}}
}

test_fail if {
	balancer := {"properties": {"DNSName": "old.elb.amazonaws.com", "Scheme": "internet-facing"}}
	check.deny == {"It can be called from the internet as old.elb.amazonaws.com."} with input as balancer
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
