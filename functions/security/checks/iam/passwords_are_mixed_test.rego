package pantheon.checks.iam.passwords_are_mixed_test

import data.pantheon.checks.iam.passwords_are_mixed as check
import rego.v1

policy := {
	"MinimumPasswordLength": 8,
	"RequireLowercaseCharacters": true,
	"RequireNumbers": true,
	"RequireSymbols": true,
	"RequireUppercaseCharacters": true,
}

account(changed) := {"properties": {"PasswordPolicy": object.union(policy, changed)}}

test_pass if count(check.deny) == 0 with input as account({})

test_fail if {
	check.deny == {"Passwords need no symbols."} with input as account({"RequireSymbols": false})
	check.deny == {"Passwords of 6 characters are allowed."} with input as account({"MinimumPasswordLength": 6})
}

test_fail_no_policy if count(check.deny) == 4 with input as {"properties": {}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["PasswordPolicy"]}}
