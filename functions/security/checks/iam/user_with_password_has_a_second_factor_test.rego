package pantheon.checks.iam.user_with_password_has_a_second_factor_test

import data.pantheon.checks.iam.user_with_password_has_a_second_factor as check
import rego.v1

user(properties) := {"properties": properties}

password := {"LoginProfile": {"PasswordResetRequired": false}}

test_pass if {
	factor := {"MFADevices": ["arn:aws:iam::111111111111:mfa/alice"]}
	count(check.deny) == 0 with input as user(object.union(password, factor))
}

test_fail if check.deny == {"The user signs in with a password alone."} with input as user(password)

test_skip_a_user_without_password if check.skip with input as user({"UserName": "ci"})

test_no_data if {
	every name in ["LoginProfile", "MFADevices"] {
		count(check.unknown) == 1 with input as user(object.union(password, {"Unread": [name]}))
	}
	not check.skip with input as user({"Unread": ["LoginProfile"]})
}
