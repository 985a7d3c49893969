package pantheon.checks.rds.instance_is_in_a_vpc_test

import data.pantheon.checks.rds.instance_is_in_a_vpc as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DBSubnetGroupName": "main", "VpcId": "vpc-1"}}
	count(check.deny) == 0 with input as {"properties": {"VPCSecurityGroups": ["sg-1"]}}
}

test_fail if {
	count(check.deny) == 1 with input as {"state": "active", "properties": {"Engine": "mysql"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
	check.skip with input as {"state": "creating", "properties": {}}
}
