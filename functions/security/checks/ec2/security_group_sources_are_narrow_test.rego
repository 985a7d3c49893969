package pantheon.checks.ec2.security_group_sources_are_narrow_test

import data.pantheon.checks.ec2.security_group_sources_are_narrow as check
import rego.v1

group(cidrs) := {"properties": {"SecurityGroupIngress": [rule |
	some cidr in cidrs
	rule := {"CidrIp": cidr, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
]}}

test_pass if {
	count(check.deny) == 0 with input as group(["203.0.113.0/24", "52.94.0.0/16", "10.0.0.0/8", "0.0.0.0/0"])
}

test_pass_private_ipv6 if {
	rule := {"CidrIpv6": "fd00::/8", "IpProtocol": "-1"}
	count(check.deny) == 0 with input as {"properties": {"SecurityGroupIngress": [rule]}}
}

test_fail if {
	sentence := "52.0.0.0/10, which may reach TCP 22, is more than one company owns."
	check.deny == {sentence} with input as group(["52.0.0.0/10"])
}

test_fail_ipv6 if {
	rule := {"CidrIpv6": "2600::/20", "IpProtocol": "-1"}
	count(check.deny) == 1 with input as {"properties": {"SecurityGroupIngress": [rule]}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
