package pantheon.checks.cloudfront.distribution_points_at_own_buckets_test

import data.pantheon.checks.cloudfront.distribution_points_at_own_buckets as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

of_domain(domain) := of({"Origins": [{"DomainName": domain, "Id": "files"}]})

estate := {"AWS::S3::Bucket": {"111111111111:eu-west-1:AWS.S3.Bucket:a.b": {"native_id": "a.b"}}}

test_pass if {
	every domain in [
		"a.b.s3.amazonaws.com",
		"a.b.s3.eu-west-1.amazonaws.com",
		"a.b.s3-eu-west-1.amazonaws.com",
		"a.b.s3.dualstack.eu-west-1.amazonaws.com",
		"a.b.s3-website.eu-central-1.amazonaws.com",
		"a.b.s3-website-eu-west-1.amazonaws.com",
		"a.b.s3.cn-north-1.amazonaws.com.cn",
		"api.example.com",
		"point-1abc-s3alias.s3.eu-west-1.amazonaws.com",
		"m1.accesspoint.s3-global.amazonaws.com",
	] {
		count(check.deny) == 0 with input as of_domain(domain) with data.estate as estate
	}
}

test_fail if {
	sentence := "The origin files points at the bucket gone.s3.x, which the account does not have."
	every domain in ["gone.s3.x.s3.amazonaws.com", "gone.s3.x.s3-website.eu-central-1.amazonaws.com"] {
		check.deny == {sentence} with input as of_domain(domain) with data.estate as estate
	}
}

test_fail_no_buckets if {
	count(check.deny) == 1 with input as of_domain("a.b.s3.amazonaws.com") with data.estate as {}
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
