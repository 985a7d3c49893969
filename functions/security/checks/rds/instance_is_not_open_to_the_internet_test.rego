package pantheon.checks.rds.instance_is_not_open_to_the_internet_test

import data.pantheon.checks.rds.instance_is_not_open_to_the_internet as check
import rego.v1

instance(public) := {
	"account_id": "111111111111",
	"region": "eu-west-1",
	"state": "active",
	"properties": {
		"Endpoint": {"Address": "db.c1.eu-west-1.rds.amazonaws.com", "Port": 3306},
		"PubliclyAccessible": public,
		"VPCSecurityGroups": ["sg-1"],
	},
}

group(rule) := {"AWS::EC2::SecurityGroup": {
	"111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1": {"properties": {"SecurityGroupIngress": [rule]}},
	"111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-2": {"properties": {"SecurityGroupIngress": [all_traffic]}},
}}

all_traffic := {"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}

tcp(cidr, from, to) := object.union(cidr, {"FromPort": from, "IpProtocol": "tcp", "ToPort": to})

test_pass_not_public if {
	count(check.deny) == 0 with input as instance(false) with data.estate as group(all_traffic)
}

test_pass_narrow_or_other_rules if {
	every rule in [
		tcp({"CidrIp": "203.0.113.0/24"}, 3306, 3306),
		tcp({"CidrIp": "0.0.0.0/0"}, 443, 443),
		tcp({"SourceSecurityGroupId": "sg-9"}, 0, 65535),
		{"CidrIp": "0.0.0.0/0", "FromPort": -1, "IpProtocol": "icmp", "ToPort": -1},
	] {
		count(check.deny) == 0 with input as instance(true) with data.estate as group(rule)
	}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	every rule in [
		all_traffic,
		tcp({"CidrIp": "0.0.0.0/0"}, 3306, 3306),
		tcp({"CidrIpv6": "::/0"}, 3000, 4000),
	] {
		sentence := "The security group sg-1 lets everybody on the internet reach the port 3306."
		check.deny == {sentence} with input as instance(true) with data.estate as group(rule)
	}
}

test_no_data_group_of_another_account if {
	count(check.deny) == 0 with input as instance(true) with data.estate as {}
}

test_no_data_no_port_yet if {
	count(check.deny) == 0 with input as {"properties": {"PubliclyAccessible": true, "VPCSecurityGroups": ["sg-1"]}}
}
