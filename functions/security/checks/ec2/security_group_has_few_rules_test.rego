package pantheon.checks.ec2.security_group_has_few_rules_test

import data.pantheon.checks.ec2.security_group_has_few_rules as check
import rego.v1

rules(many) := [rule |
	some port in numbers.range(1, many)
	rule := {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
]

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"SecurityGroupIngress": rules(50)}}
}

test_fail_in if {
	group := {"properties": {"SecurityGroupIngress": rules(51)}}
	check.deny == {"It has 51 rules for what comes in."} with input as group
}

test_fail_out if {
	group := {"properties": {"SecurityGroupEgress": rules(60)}}
	check.deny == {"It has 60 rules for what goes out."} with input as group
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
