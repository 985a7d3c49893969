package pantheon.checks.cloudfront.distribution_has_own_certificate_test

import data.pantheon.checks.cloudfront.distribution_has_own_certificate as check
import rego.v1

of(config) := {"properties": {"DistributionConfig": object.union({"Enabled": true}, config)}}

test_pass if {
	arn := "arn:aws:acm:us-east-1:111111111111:certificate/1"
	count(check.deny) == 0 with input as of({"ViewerCertificate": {"AcmCertificateArn": arn}})
}

test_fail if {
	certificate := {"CloudFrontDefaultCertificate": true}
	check.deny == {"The certificate is that of cloudfront.net."} with input as of({"ViewerCertificate": certificate})
}

test_fail_never_set if {
	count(check.deny) == 1 with input as of({})
}

test_pass_is_silent_about_what_is_off if {
	check.skip with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DistributionConfig"]}}
}
