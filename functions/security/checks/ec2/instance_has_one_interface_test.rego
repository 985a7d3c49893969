package pantheon.checks.ec2.instance_has_one_interface_test

import data.pantheon.checks.ec2.instance_has_one_interface as check
import rego.v1

interface(id) := {"NetworkInterfaceId": id}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"NetworkInterfaces": [interface("eni-1")]}}
}

test_pass_nodes_are_skipped if {
	check.skip with input as {"tags": {"kubernetes.io/cluster/shop": "owned"}, "properties": {}}
}

test_fail if {
	properties := {"NetworkInterfaces": [interface("eni-1"), interface("eni-2")]}
	not check.skip with input as {"tags": {}, "properties": properties}
	check.deny == {"It has 2 network interfaces."} with input as {"properties": properties}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
