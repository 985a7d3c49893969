package pantheon.checks.elbv2.network_load_balancer_has_security_groups_test

import data.pantheon.checks.elbv2.network_load_balancer_has_security_groups as check
import rego.v1

balancer(scheme, groups) := {"properties": {"Scheme": scheme, "SecurityGroups": groups, "Type": "network"}}

test_pass if {
	count(check.deny) == 0 with input as balancer("internet-facing", ["sg-1"])
	count(check.deny) == 0 with input as balancer("internal", [])
}

test_pass_other_kinds_are_skipped if {
	check.skip with input as {"properties": {"Type": "gateway"}}
}

test_fail if {
	count(check.deny) == 1 with input as balancer("internet-facing", [])
}

test_no_data if {
	network := {"properties": {"Scheme": "internet-facing", "Type": "network"}}
	count(check.deny) == 1 with input as network
}
