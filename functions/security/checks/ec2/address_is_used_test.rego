package pantheon.checks.ec2.address_is_used_test

import data.pantheon.checks.ec2.address_is_used as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AssociationId": "eipassoc-1"}}
}

test_fail if {
	address := {"properties": {"PublicIp": "203.0.113.7"}}
	check.deny == {"203.0.113.7 is associated with nothing."} with input as address
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
