package pantheon.checks.cloudfront.distribution_logs_requests_test

import data.pantheon.checks.cloudfront.distribution_logs_requests as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass_standard if {
	count(check.deny) == 0 with input as of({"Logging": {"Bucket": "logs.s3.amazonaws.com"}})
}

test_pass_real_time if {
	arn := "arn:aws:cloudfront::111111111111:realtime-log-config/all"
	count(check.deny) == 0 with input as of({"DefaultCacheBehavior": {"RealtimeLogConfigArn": arn}})
}

test_fail if {
	check.deny == {"Neither standard nor real-time logs are on."} with input as of({})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
