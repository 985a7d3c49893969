package pantheon.checks.cloudfront.distribution_requires_current_tls_test

import data.pantheon.checks.cloudfront.distribution_requires_current_tls as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

of_version(version) := of({"ViewerCertificate": {"MinimumProtocolVersion": version}})

test_pass if {
	count(check.deny) == 0 with input as of_version("TLSv1.2_2021")
	count(check.deny) == 0 with input as of_version("TLSv1.3_2025")
}

test_fail if {
	check.deny == {"Viewers may use protocols as old as TLSv1.1_2016."} with input as of_version("TLSv1.1_2016")
}

test_fail_certificate_of_cloudfront if {
	check.deny == {"Viewers may use protocols as old as TLSv1."} with input as of({})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
