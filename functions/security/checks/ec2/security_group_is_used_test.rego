package pantheon.checks.ec2.security_group_is_used_test

import data.pantheon.checks.ec2.security_group_is_used as check
import rego.v1

id := "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1"

group := {"id": id, "native_id": "sg-1", "properties": {"GroupName": "web"}}

test_pass_worn if {
	estate := {"AWS::EC2::NetworkInterface": {"eni": {"properties": {"GroupSet": ["sg-1"]}}}}
	count(check.deny) == 0 with input as group with data.estate as estate
}

test_pass_named_by_another_group if {
	estate := {"AWS::EC2::SecurityGroup": {id: group, "sg-2": {"dependencies": [id], "properties": {}}}}
	count(check.deny) == 0 with input as group with data.estate as estate
}

test_pass_launched if {
	estate := {"AWS::EC2::LaunchTemplate": {"lt": {"dependencies": [id], "properties": {}}}}
	count(check.deny) == 0 with input as group with data.estate as estate
}

test_pass_default_is_skipped if {
	check.skip with input as {"properties": {"GroupName": "default"}}
}

test_fail if {
	estate := {
		"AWS::EC2::NetworkInterface": {"eni": {"properties": {"GroupSet": ["sg-2"]}}},
		"AWS::EC2::SecurityGroup": {id: object.union(group, {"dependencies": [id]})},
	}
	count(check.deny) == 1 with input as group with data.estate as estate
}

test_fail_interface_is_gone if {
	estate := {"AWS::EC2::NetworkInterface": {"eni": {"state": "deleting", "properties": {"GroupSet": ["sg-1"]}}}}
	count(check.deny) == 1 with input as group with data.estate as estate
}

test_no_data if {
	count(check.deny) == 1 with input as group
}
