package pantheon.checks.ec2.security_group_closes_mysql_test

import data.pantheon.checks.ec2.security_group_closes_mysql as check
import rego.v1

group(rules) := {"properties": {"SecurityGroupIngress": rules}}

rule(source, protocol, from, to) := object.union(source, {"IpProtocol": protocol, "FromPort": from, "ToPort": to})

anybody := {"CidrIp": "0.0.0.0/0"}

office := {"CidrIp": "203.0.113.0/24"}

test_pass if {
	rules := [rule(office, "tcp", 3306, 3306), rule(anybody, "tcp", 443, 443)]
	count(check.deny) == 0 with input as group(rules)
	count(check.unknown) == 0 with input as group(rules)
}

test_pass_other_groups if {
	rules := [rule({"SourceSecurityGroupId": "sg-2"}, "tcp", 3306, 3306)]
	count(check.deny) == 0 with input as group(rules)
}

test_fail if {
	rules := [rule(anybody, "tcp", 3306, 3306)]
	sentence := "0.0.0.0/0 may reach TCP 3306 (MySQL) by the rule for TCP 3306."
	check.deny == {sentence} with input as group(rules)
}

test_fail_ipv6_and_range if {
	rules := [rule({"CidrIpv6": "::/0"}, "tcp", 3305, 3306)]
	count(check.deny) == 1 with input as group(rules)
}

test_fail_all_traffic if {
	rules := [{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}]
	count(check.deny) == 1 with input as group(rules)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}

test_no_data_prefix_list if {
	rules := [rule({"SourcePrefixListId": "pl-1"}, "tcp", 3306, 3306)]
	count(check.unknown) == 1 with input as group(rules)
	count(check.deny) == 0 with input as group(rules)
}
