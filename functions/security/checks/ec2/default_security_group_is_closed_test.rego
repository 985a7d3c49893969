package pantheon.checks.ec2.default_security_group_is_closed_test

import data.pantheon.checks.ec2.default_security_group_is_closed as check
import rego.v1

test_pass if {
	not check.skip with input as {"properties": {"GroupName": "default"}}
	count(check.deny) == 0 with input as {"properties": {"GroupName": "default"}}
}

test_pass_other_groups_are_skipped if {
	check.skip with input as {"properties": {"GroupName": "web"}}
}

test_fail if {
	properties := {
		"GroupName": "default",
		"SecurityGroupIngress": [{"IpProtocol": "-1", "SourceSecurityGroupId": "sg-1"}],
		"SecurityGroupEgress": [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}],
	}
	sentences := {"It lets in all traffic from sg-1.", "It lets out all traffic to 0.0.0.0/0."}
	check.deny == sentences with input as {"properties": properties}
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
