package pantheon.checks.cloudfront.distribution_requires_https_test

import data.pantheon.checks.cloudfront.distribution_requires_https as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass if {
	count(check.deny) == 0 with input as of({
		"CacheBehaviors": [{"PathPattern": "/api/*", "ViewerProtocolPolicy": "https-only"}],
		"DefaultCacheBehavior": {"ViewerProtocolPolicy": "redirect-to-https"},
	})
}

test_fail_default if {
	sentence := "Requests for * are also answered over plain HTTP."
	check.deny == {sentence} with input as of({"DefaultCacheBehavior": {"ViewerProtocolPolicy": "allow-all"}})
}

test_fail_one_path if {
	sentence := "Requests for /api/* are also answered over plain HTTP."
	check.deny == {sentence} with input as of({
		"CacheBehaviors": [{"PathPattern": "/api/*", "ViewerProtocolPolicy": "allow-all"}],
		"DefaultCacheBehavior": {"ViewerProtocolPolicy": "redirect-to-https"},
	})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
