package pantheon.checks.cloudfront.distribution_fails_over_test

import data.pantheon.checks.cloudfront.distribution_fails_over as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass if {
	count(check.deny) == 0 with input as of({"OriginGroups": [{"Id": "both", "Members": ["first", "second"]}]})
}

test_fail if {
	check.deny == {"There is no group of origins."} with input as of({})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
