package pantheon.checks.cloudfront.distribution_has_a_web_acl_test

import data.pantheon.checks.cloudfront.distribution_has_a_web_acl as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass if {
	arn := "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/1a2b"
	count(check.deny) == 0 with input as of({"WebACLId": arn})
}

test_fail if {
	check.deny == {"There is no web ACL."} with input as of({})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
