package pantheon.checks.iam.user_without_password_has_a_second_factor_test

import data.pantheon.checks.iam.user_without_password_has_a_second_factor as check
import rego.v1

user(properties) := {"properties": properties}

test_pass if count(check.deny) == 0 with input as user({"MFADevices": ["GAHT12345678"]})

test_fail if {
	check.deny == {"The user has no device for multi-factor authentication."} with input as user({"UserName": "ci"})
}

test_skip_a_user_with_password if check.skip with input as user({"LoginProfile": {"PasswordResetRequired": true}})

test_no_data if {
	every name in ["LoginProfile", "MFADevices"] {
		count(check.unknown) == 1 with input as user({"Unread": [name]})
	}
}
