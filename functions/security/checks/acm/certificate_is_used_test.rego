package pantheon.checks.acm.certificate_is_used_test

import data.pantheon.checks.acm.certificate_is_used as check
import rego.v1

certificate(changed) := {"now": "2026-06-01T12:00:00Z", "state": "active", "properties": object.union(
	{
		"DomainName": "example.com",
		"InUseBy": ["arn:aws:cloudfront::111111111111:distribution/E1"],
		"KeyAlgorithm": "RSA_2048",
		"NotAfter": "2027-01-01T00:00:00Z",
		"Type": "AMAZON_ISSUED",
	},
	changed,
)}

test_pass if count(check.deny) == 0 with input as certificate({})

test_fail if {
	unused := {"state": "active", "properties": {"DomainName": "example.com"}}
	check.deny == {"Nothing uses the certificate."} with input as unused
}

test_skip if {
	check.skip with input as certificate({"CertificateExport": "ENABLED"})
	check.skip with input as object.union(certificate({}), {"state": "creating"})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
