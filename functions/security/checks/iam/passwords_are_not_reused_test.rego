package pantheon.checks.iam.passwords_are_not_reused_test

import data.pantheon.checks.iam.passwords_are_not_reused as check
import rego.v1

account(policy) := {"properties": {"PasswordPolicy": policy}}

test_pass if count(check.deny) == 0 with input as account({"PasswordReusePrevention": 24})

test_fail if {
	check.deny == {"Only the last 5 passwords are remembered."} with input as account({"PasswordReusePrevention": 5})
}

test_fail_never_set if {
	sentence := "Former passwords may be taken again at once."
	check.deny == {sentence} with input as {"properties": {}}
	check.deny == {sentence} with input as account({"MinimumPasswordLength": 14})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["PasswordPolicy"]}}
