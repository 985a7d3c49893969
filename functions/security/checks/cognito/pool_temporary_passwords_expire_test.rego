package pantheon.checks.cognito.pool_temporary_passwords_expire_test

import data.pantheon.checks.cognito.pool_temporary_passwords_expire as check
import rego.v1

pool(policy) := {"properties": {"Policies": {"PasswordPolicy": policy}}}

test_pass if {
	count(check.deny) == 0 with input as pool({"TemporaryPasswordValidityDays": 7})
	count(check.deny) == 0 with input as pool({"MinimumLength": 8})
}

test_fail if {
	check.deny == {"Temporary passwords hold for 30 days."} with input as pool({"TemporaryPasswordValidityDays": 30})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeUserPool"]}}
