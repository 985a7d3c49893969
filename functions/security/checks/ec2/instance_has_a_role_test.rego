package pantheon.checks.ec2.instance_has_a_role_test

import data.pantheon.checks.ec2.instance_has_a_role as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"IamInstanceProfile": "web"}}
}

test_fail if {
	check.deny == {"It has no instance profile."} with input as {"state": "active", "properties": {"ImageId": "ami-1"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
