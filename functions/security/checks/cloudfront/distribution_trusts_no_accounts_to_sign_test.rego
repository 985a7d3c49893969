package pantheon.checks.cloudfront.distribution_trusts_no_accounts_to_sign_test

import data.pantheon.checks.cloudfront.distribution_trusts_no_accounts_to_sign as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass if {
	count(check.deny) == 0 with input as of({"DefaultCacheBehavior": {"TrustedKeyGroups": ["k1"]}})
}

test_fail if {
	sentence := "Links for * may be signed by the account self."
	check.deny == {sentence} with input as of({"DefaultCacheBehavior": {"TrustedSigners": ["self"]}})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
