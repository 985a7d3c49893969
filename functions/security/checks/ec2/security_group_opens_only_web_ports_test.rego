package pantheon.checks.ec2.security_group_opens_only_web_ports_test

import data.pantheon.checks.ec2.security_group_opens_only_web_ports as check
import rego.v1

group(rules) := {"properties": {"SecurityGroupIngress": rules}}

rule(source, protocol, from, to) := {"CidrIp": source, "IpProtocol": protocol, "FromPort": from, "ToPort": to}

test_pass if {
	rules := [
		rule("0.0.0.0/0", "tcp", 443, 443),
		rule("0.0.0.0/0", "tcp", 80, 80),
		rule("0.0.0.0/0", "udp", 443, 443),
		rule("0.0.0.0/0", "icmp", -1, -1),
		rule("198.51.100.0/24", "tcp", 22, 22),
	]
	count(check.deny) == 0 with input as group(rules)
}

test_fail if {
	rules := [rule("0.0.0.0/0", "tcp", 8443, 8443)]
	check.deny == {"0.0.0.0/0 may reach TCP 8443."} with input as group(rules)
}

test_fail_range_around_web if {
	rules := [rule("0.0.0.0/0", "tcp", 80, 443)]
	check.deny == {"0.0.0.0/0 may reach TCP 80-443."} with input as group(rules)
}

test_fail_all_traffic if {
	count(check.deny) == 1 with input as group([{"CidrIpv6": "::/0", "IpProtocol": "-1"}])
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
	listed := {"SourcePrefixListId": "pl-1", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
	count(check.unknown) == 1 with input as group([listed])
}
