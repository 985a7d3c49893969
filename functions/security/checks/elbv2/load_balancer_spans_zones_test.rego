package pantheon.checks.elbv2.load_balancer_spans_zones_test

import data.pantheon.checks.elbv2.load_balancer_spans_zones as check
import rego.v1

balancer(zones) := {"properties": {"SubnetMappings": [mapping |
	some zone in zones
	mapping := {"AvailabilityZone": zone}
]}}

test_pass if {
	count(check.deny) == 0 with input as balancer(["eu-west-1a", "eu-west-1b"])
}

test_fail if {
	check.deny == {"It is in no other zone than eu-west-1a."} with input as balancer(["eu-west-1a"])
}

test_fail_two_subnets_of_one_zone if {
	count(check.deny) == 1 with input as balancer(["eu-west-1a", "eu-west-1a"])
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
