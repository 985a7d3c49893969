package pantheon.checks.ec2.security_group_is_not_from_launch_wizard_test

import data.pantheon.checks.ec2.security_group_is_not_from_launch_wizard as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"GroupName": "web"}}
}

test_fail if {
	group := {"properties": {"GroupName": "launch-wizard-3"}}
	check.deny == {"launch-wizard-3 was made by the launch wizard."} with input as group
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
