package pantheon.checks.redshift.cluster_is_not_open_to_the_internet_test

import data.pantheon.checks.redshift.cluster_is_not_open_to_the_internet as check
import rego.v1

cluster(public) := {
	"account_id": "111111111111",
	"region": "eu-west-1",
	"properties": {
		"Endpoint": {"Address": "warehouse.c1.eu-west-1.redshift.amazonaws.com", "Port": 5439},
		"PubliclyAccessible": public,
		"VpcSecurityGroupIds": ["sg-1"],
	},
}

group(rule) := {"AWS::EC2::SecurityGroup": {"111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1": {
	"properties": {"SecurityGroupIngress": [rule]},
}}}

everybody := {"CidrIp": "0.0.0.0/0", "FromPort": 5439, "IpProtocol": "tcp", "ToPort": 5439}

test_pass if {
	count(check.deny) == 0 with input as cluster(false) with data.estate as group(everybody)
	office := object.union(everybody, {"CidrIp": "203.0.113.0/24"})
	count(check.deny) == 0 with input as cluster(true) with data.estate as group(office)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "The security group sg-1 lets everybody on the internet reach the port 5439."
	check.deny == {sentence} with input as cluster(true) with data.estate as group(everybody)
	all := {"CidrIpv6": "::/0", "IpProtocol": "-1"}
	check.deny == {sentence} with input as cluster(true) with data.estate as group(all)
}

test_no_data if {
	count(check.deny) == 0 with input as cluster(true) with data.estate as {}
	count(check.deny) == 0 with input as {"properties": {"PubliclyAccessible": true}}
}
