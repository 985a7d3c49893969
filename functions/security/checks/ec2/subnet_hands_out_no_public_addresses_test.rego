package pantheon.checks.ec2.subnet_hands_out_no_public_addresses_test

import data.pantheon.checks.ec2.subnet_hands_out_no_public_addresses as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"MapPublicIpOnLaunch": false}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"MapPublicIpOnLaunch": true}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
