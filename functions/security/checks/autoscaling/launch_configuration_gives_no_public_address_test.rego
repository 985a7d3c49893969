package pantheon.checks.autoscaling.launch_configuration_gives_no_public_address_test

import data.pantheon.checks.autoscaling.launch_configuration_gives_no_public_address as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AssociatePublicIpAddress": false}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"AssociatePublicIpAddress": true}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
