package pantheon.checks.elbv2.target_group_encrypts_traffic_test

import data.pantheon.checks.elbv2.target_group_encrypts_traffic as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Protocol": "HTTPS", "TargetType": "instance"}}
}

test_pass_others_are_skipped if {
	check.skip with input as {"properties": {"Protocol": "TCP", "TargetType": "ip"}}
	check.skip with input as {"properties": {"Protocol": "HTTP", "TargetType": "lambda"}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"Protocol": "HTTP", "TargetType": "instance"}}
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
