package pantheon.checks.lambda.function_is_in_a_vpc_test

import data.pantheon.checks.lambda.function_is_in_a_vpc as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"VpcConfig": {"SubnetIds": ["subnet-1"]}}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"VpcConfig": {}}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
