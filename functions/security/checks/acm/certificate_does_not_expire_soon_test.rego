package pantheon.checks.acm.certificate_does_not_expire_soon_test

import data.pantheon.checks.acm.certificate_does_not_expire_soon as check
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

test_pass if {
	count(check.deny) == 0 with input as certificate({})
	count(check.deny) == 0 with input as certificate({"NotAfter": "2026-07-02T12:00:00Z"})
}

test_fail if {
	sentence := "The certificate for example.com expires in 10 days."
	check.deny == {sentence} with input as certificate({"NotAfter": "2026-06-11T12:00:00Z"})
	over := "The certificate for example.com expired: 2026-05-01T00:00:00Z."
	check.deny == {over} with input as certificate({"NotAfter": "2026-05-01T00:00:00Z"})
}

test_skip if {
	check.skip with input as object.union(certificate({}), {"state": "creating"})
	check.skip with input as object.union(certificate({}), {"state": "failed"})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
