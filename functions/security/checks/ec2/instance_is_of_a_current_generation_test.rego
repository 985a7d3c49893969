package pantheon.checks.ec2.instance_is_of_a_current_generation_test

import data.pantheon.checks.ec2.instance_is_of_a_current_generation as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"InstanceType": "m7g.large"}}
}

test_fail if {
	old := {"properties": {"InstanceType": "t1.micro"}}
	check.deny == {"t1.micro is a type of a previous generation."} with input as old
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
