package pantheon.checks.iam.passwords_are_long_test

import data.pantheon.checks.iam.passwords_are_long as check
import rego.v1

account(policy) := {"properties": {"PasswordPolicy": policy}}

test_pass if {
	count(check.deny) == 0 with input as account({"MinimumPasswordLength": 14})
	count(check.deny) == 0 with input as account({"MinimumPasswordLength": 128})
}

test_fail if {
	check.deny == {"Passwords of 13 characters are allowed."} with input as account({"MinimumPasswordLength": 13})
}

test_fail_no_policy if check.deny == {"Passwords of 8 characters are allowed."} with input as {"properties": {}}

test_fail_no_length if {
	check.deny == {"Passwords of 6 characters are allowed."} with input as account({"RequireNumbers": true})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["PasswordPolicy"]}}
