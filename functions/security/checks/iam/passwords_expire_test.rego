package pantheon.checks.iam.passwords_expire_test

import data.pantheon.checks.iam.passwords_expire as check
import rego.v1

account(policy) := {"properties": {"PasswordPolicy": policy}}

test_pass if count(check.deny) == 0 with input as account({"ExpirePasswords": true, "MaxPasswordAge": 90})

test_fail if {
	check.deny == {"Passwords expire only after 180 days."} with input as account({"MaxPasswordAge": 180})
}

test_fail_never if {
	check.deny == {"Passwords never expire."} with input as account({"ExpirePasswords": false})
	check.deny == {"Passwords never expire."} with input as {"properties": {}}
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["PasswordPolicy"]}}
