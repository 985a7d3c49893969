package pantheon.checks.ec2.security_group_closes_all_ports_test

import data.pantheon.checks.ec2.security_group_closes_all_ports as check
import rego.v1

group(rules) := {"properties": {"SecurityGroupIngress": rules}}

test_pass if {
	rules := [
		{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443},
		{"CidrIp": "10.0.0.0/8", "IpProtocol": "-1"},
		{"CidrIp": "0.0.0.0/0", "IpProtocol": "icmp", "FromPort": -1, "ToPort": -1},
	]
	count(check.deny) == 0 with input as group(rules)
}

test_fail_all_traffic if {
	rules := [{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}, {"CidrIpv6": "::/0", "IpProtocol": "-1"}]
	check.deny == {"0.0.0.0/0 may reach all traffic.", "::/0 may reach all traffic."} with input as group(rules)
}

test_fail_all_tcp_ports if {
	rules := [{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535}]
	check.deny == {"0.0.0.0/0 may reach all TCP ports."} with input as group(rules)
}

test_fail_by_number_of_protocol if {
	rules := [{"CidrIp": "0.0.0.0/0", "IpProtocol": "17", "FromPort": 0, "ToPort": 65535}]
	check.deny == {"0.0.0.0/0 may reach all UDP ports."} with input as group(rules)
}

test_fail_halves_of_the_internet if {
	rules := [{"CidrIp": "0.0.0.0/1", "IpProtocol": "-1"}, {"CidrIp": "128.0.0.0/1", "IpProtocol": "-1"}]
	count(check.deny) == 2 with input as group(rules)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
	rules := [{"SourcePrefixListId": "pl-1", "IpProtocol": "-1"}]
	count(check.unknown) == 1 with input as group(rules)
}
