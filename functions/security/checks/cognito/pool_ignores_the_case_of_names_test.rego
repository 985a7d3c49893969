package pantheon.checks.cognito.pool_ignores_the_case_of_names_test

import data.pantheon.checks.cognito.pool_ignores_the_case_of_names as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

test_pass if count(check.deny) == 0 with input as pool({"UsernameConfiguration": {"CaseSensitive": false}})

test_fail if {
	sentence := "Names that differ in their case are different users."
	check.deny == {sentence} with input as pool({"UsernameConfiguration": {"CaseSensitive": true}})
	check.deny == {sentence} with input as pool({})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
