package pantheon.checks.cloudfront.distribution_uses_current_tls_to_origins_test

import data.pantheon.checks.cloudfront.distribution_uses_current_tls_to_origins as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

of_protocols(policy, protocols) := of({"Origins": [{
	"CustomOriginConfig": {"OriginProtocolPolicy": policy, "OriginSSLProtocols": protocols},
	"DomainName": "api.example.com",
	"Id": "api",
}]})

test_pass if {
	count(check.deny) == 0 with input as of_protocols("https-only", ["TLSv1.2"])
	count(check.deny) == 0 with input as of_protocols("http-only", ["SSLv3"])
	count(check.deny) == 0 with input as of({"Origins": [{"DomainName": "site.s3.amazonaws.com", "Id": "files"}]})
}

test_fail if {
	sentence := "The origin api may be talked to with SSLv3, TLSv1."
	check.deny == {sentence} with input as of_protocols("https-only", ["SSLv3", "TLSv1", "TLSv1.2"])
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
