package pantheon.checks.cloudfront.distribution_signs_requests_to_buckets_test

import data.pantheon.checks.cloudfront.distribution_signs_requests_to_buckets as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

origin := {"DomainName": "site.s3.eu-west-1.amazonaws.com", "Id": "files"}

of_origin(more) := of({"Origins": [object.union(origin, more)]})

test_pass if {
	count(check.deny) == 0 with input as of_origin({"OriginAccessControlId": "E327"})
}

test_pass_no_bucket if {
	count(check.deny) == 0 with input as of_origin({"DomainName": "api.example.com"})
	count(check.deny) == 0 with input as of_origin({
		"CustomOriginConfig": {"OriginProtocolPolicy": "http-only"},
		"DomainName": "site.s3-website.eu-central-1.amazonaws.com",
	})
}

test_fail if {
	check.deny == {"The origin files is asked without a signature."} with input as of_origin({})
}

test_fail_old_identity if {
	identity := {"S3OriginConfig": {"OriginAccessIdentity": "origin-access-identity/cloudfront/E1"}}
	check.deny == {"The origin files is asked with an old origin access identity."} with input as of_origin(identity)
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
