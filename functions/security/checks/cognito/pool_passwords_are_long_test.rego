package pantheon.checks.cognito.pool_passwords_are_long_test

import data.pantheon.checks.cognito.pool_passwords_are_long as check
import rego.v1

pool(policy) := {"properties": {"Policies": {"PasswordPolicy": policy}}}

test_pass if count(check.deny) == 0 with input as pool({"MinimumLength": 14})

test_fail if {
	check.deny == {"Passwords of 8 characters are allowed."} with input as pool({"MinimumLength": 8})
	count(check.deny) == 1 with input as {"properties": {}}
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
