package pantheon.checks.autoscaling.group_uses_launch_template_test

import data.pantheon.checks.autoscaling.group_uses_launch_template as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"LaunchTemplate": {"LaunchTemplateId": "lt-1"}}}
}

test_fail if {
	group := {"properties": {"LaunchConfigurationName": "old"}}
	check.deny == {"It uses the launch configuration old."} with input as group
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
