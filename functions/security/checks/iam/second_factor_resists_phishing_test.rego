package pantheon.checks.iam.second_factor_resists_phishing_test

import data.pantheon.checks.iam.second_factor_resists_phishing as check
import rego.v1

user(devices) := {"properties": {"LoginProfile": {"PasswordResetRequired": false}, "MFADevices": devices}}

application := "arn:aws:iam::111111111111:mfa/alice"

passkey := "arn:aws:iam::111111111111:u2f/user/alice/laptop-AAAAAA"

test_pass if {
	count(check.deny) == 0 with input as user([passkey])
	count(check.deny) == 0 with input as user([application, passkey])
}

test_fail if {
	sentence := "All second factors show codes: arn:aws:iam::111111111111:mfa/alice."
	check.deny == {sentence} with input as user([application])
	count(check.deny) == 1 with input as user(["GAHT12345678"])
}

test_skip if {
	check.skip with input as user([])
	check.skip with input as {"properties": {"MFADevices": [application]}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["MFADevices"]}}
	not check.skip with input as {"properties": {"Unread": ["MFADevices"]}}
}
