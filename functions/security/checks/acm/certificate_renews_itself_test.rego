package pantheon.checks.acm.certificate_renews_itself_test

import data.pantheon.checks.acm.certificate_renews_itself as check
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
	count(check.deny) == 0 with input as {"state": "active", "properties": {"Type": "IMPORTED"}}
}

test_fail if {
	sentence := "The certificate was imported, and ACM cannot renew it."
	check.deny == {sentence} with input as certificate({"Type": "IMPORTED"})
}

test_skip_what_is_not_valid if check.skip with input as object.union(certificate({}), {"state": "failed"})

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
