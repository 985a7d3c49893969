package pantheon.checks.ec2.network_interface_is_attached_test

import data.pantheon.checks.ec2.network_interface_is_attached as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Attachment": {"InstanceId": "i-1"}}}
}

test_pass_of_a_service_is_skipped if {
	check.skip with input as {"properties": {"RequesterManaged": true}}
}

test_fail if {
	check.deny == {"It is attached to nothing."} with input as {"properties": {"InterfaceType": "interface"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
