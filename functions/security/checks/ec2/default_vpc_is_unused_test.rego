package pantheon.checks.ec2.default_vpc_is_unused_test

import data.pantheon.checks.ec2.default_vpc_is_unused as check
import rego.v1

vpc := {"native_id": "vpc-1", "properties": {"IsDefault": true}}

estate(id) := {"AWS::EC2::NetworkInterface": {"eni": {"properties": {"VpcId": id}}}}

test_pass if {
	count(check.deny) == 0 with input as vpc with data.estate as estate("vpc-2")
}

test_pass_others_are_skipped if {
	check.skip with input as {"native_id": "vpc-1", "properties": {"IsDefault": false}}
}

test_fail if {
	check.deny == {"1 network interfaces are in it."} with input as vpc with data.estate as estate("vpc-1")
}

test_no_data if {
	check.skip with input as {"native_id": "vpc-1", "properties": {}}
}
