package pantheon.checks.ec2.instance_is_outside_default_vpc_test

import data.pantheon.checks.ec2.instance_is_outside_default_vpc as check
import rego.v1

instance := {"dependencies": ["vpc"], "properties": {}}

test_pass if {
	estate := {"AWS::EC2::VPC": {"vpc": {"native_id": "vpc-1", "properties": {"IsDefault": false}}}}
	count(check.deny) == 0 with input as instance with data.estate as estate
}

test_fail if {
	estate := {"AWS::EC2::VPC": {"vpc": {"native_id": "vpc-1", "properties": {"IsDefault": true}}}}
	check.deny == {"It is in the default VPC vpc-1."} with input as instance with data.estate as estate
}

test_no_data if {
	count(check.deny) == 0 with input as instance
}
