package pantheon.checks.cloudfront.distribution_uses_sni_test

import data.pantheon.checks.cloudfront.distribution_uses_sni as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass if {
	count(check.deny) == 0 with input as of({"ViewerCertificate": {"SslSupportMethod": "sni-only"}})
	count(check.deny) == 0 with input as of({})
}

test_fail if {
	check.deny == {"HTTPS is served by vip instead of SNI."} with input as of({"ViewerCertificate": {
		"SslSupportMethod": "vip",
	}})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
