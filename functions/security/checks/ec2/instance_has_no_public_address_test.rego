package pantheon.checks.ec2.instance_has_no_public_address_test

import data.pantheon.checks.ec2.instance_has_no_public_address as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"PrivateIpAddress": "10.0.0.1"}}
}

test_fail if {
	instance := {"properties": {"PublicIpAddress": "203.0.113.7"}}
	check.deny == {"It has the public address 203.0.113.7."} with input as instance
}

test_fail_second_interface if {
	estate := {"AWS::EC2::NetworkInterface": {"eni-2": {"properties": {"PublicIp": "203.0.113.8"}}}}
	instance := {"dependencies": ["eni-2"], "properties": {}}
	check.deny == {"It has the public address 203.0.113.8."} with input as instance with data.estate as estate
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
