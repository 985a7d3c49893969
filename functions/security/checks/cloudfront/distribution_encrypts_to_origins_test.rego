package pantheon.checks.cloudfront.distribution_encrypts_to_origins_test

import data.pantheon.checks.cloudfront.distribution_encrypts_to_origins as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

of_origin(policy, viewers) := of({
	"DefaultCacheBehavior": {"TargetOriginId": "api", "ViewerProtocolPolicy": viewers},
	"Origins": [{"CustomOriginConfig": {"OriginProtocolPolicy": policy}, "DomainName": "api.example.com", "Id": "api"}],
})

test_pass if {
	count(check.deny) == 0 with input as of_origin("https-only", "allow-all")
	count(check.deny) == 0 with input as of_origin("match-viewer", "redirect-to-https")
	count(check.deny) == 0 with input as of({"Origins": [{"DomainName": "site.s3.amazonaws.com", "Id": "files"}]})
}

test_fail_always if {
	sentence := "Requests to the origin api always go over plain HTTP."
	check.deny == {sentence} with input as of_origin("http-only", "https-only")
}

test_fail_as_viewers_come if {
	sentence := "Requests for * go to the origin api over plain HTTP if they come so."
	check.deny == {sentence} with input as of_origin("match-viewer", "allow-all")
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
