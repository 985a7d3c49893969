package pantheon.checks.cognito.pool_offers_more_than_text_messages_test

import data.pantheon.checks.cognito.pool_offers_more_than_text_messages as check
import rego.v1

pool(properties) := {"properties": object.union({"UserPoolName": "customers"}, properties)}

factors(all) := pool({"EnabledMfas": all, "MfaConfiguration": "ON"})

test_pass if {
	count(check.deny) == 0 with input as factors(["SMS_MFA", "SOFTWARE_TOKEN_MFA"])
	keys := {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}
	with_keys := {"properties": object.union(factors(["SMS_MFA"]).properties, keys)}
	count(check.deny) == 0 with input as with_keys
}

test_fail if {
	check.deny == {"Second factors are messages only: SMS_MFA."} with input as factors(["SMS_MFA"])
	count(check.deny) == 1 with input as factors(["EMAIL_OTP", "SMS_MFA"])
}

test_skip_pools_without_factors if check.skip with input as pool({"MfaConfiguration": "OFF"})

test_no_data if {
	every name in ["DescribeUserPool", "EnabledMfas"] {
		count(check.unknown) == 1 with input as {"properties": {"Unread": [name]}}
	}
}
