package pantheon.checks.autoscaling.launch_configuration_encrypts_disks_test

import data.pantheon.checks.autoscaling.launch_configuration_encrypts_disks as check
import rego.v1

launch(disk) := {"properties": {"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": disk}]}}

test_pass if {
	count(check.deny) == 0 with input as launch({"Encrypted": true})
	count(check.deny) == 0 with input as launch({"VolumeSize": 8})
}

test_fail if {
	check.deny == {"/dev/xvda is not encrypted."} with input as launch({"Encrypted": false})
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
