package pantheon.checks.cognito.pool_passwords_are_mixed_test

import data.pantheon.checks.cognito.pool_passwords_are_mixed as check
import rego.v1

pool(policy) := {"properties": {"Policies": {"PasswordPolicy": policy}}}

all := {"RequireLowercase": true, "RequireNumbers": true, "RequireSymbols": true, "RequireUppercase": true}

test_pass if count(check.deny) == 0 with input as pool(all)

test_fail if {
	without := object.union(all, {"RequireSymbols": false})
	check.deny == {"Passwords need no symbols."} with input as pool(without)
	count(check.deny) == 4 with input as {"properties": {}}
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
