package pantheon.checks.ec2.launch_template_encrypts_disks_test

import data.pantheon.checks.ec2.launch_template_encrypts_disks as check
import rego.v1

template(disk) := {"properties": {"LaunchTemplateData": {"BlockDeviceMappings": [{
	"DeviceName": "/dev/xvda",
	"Ebs": disk,
}]}}}

test_pass if {
	count(check.deny) == 0 with input as template({"Encrypted": true})
	count(check.deny) == 0 with input as template({"VolumeSize": 8})
}

test_fail if {
	check.deny == {"/dev/xvda is not encrypted."} with input as template({"Encrypted": false})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LaunchTemplateData"]}}
}
