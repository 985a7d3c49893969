package pantheon.checks.cognito.pool_asks_for_a_second_factor_test

import data.pantheon.checks.cognito.pool_asks_for_a_second_factor as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

test_pass if count(check.deny) == 0 with input as pool({"MfaConfiguration": "ON"})

test_fail if {
	check.deny == {"No user can have a second factor."} with input as pool({"MfaConfiguration": "OFF"})
	check.deny == {"No user can have a second factor."} with input as pool({})
	sentence := "Users may have a second factor, and need none."
	check.deny == {sentence} with input as pool({"MfaConfiguration": "OPTIONAL"})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
