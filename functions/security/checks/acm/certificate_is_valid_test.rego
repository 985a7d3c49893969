package pantheon.checks.acm.certificate_is_valid_test

import data.pantheon.checks.acm.certificate_is_valid as check
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
	unused := object.remove(certificate({}).properties, ["InUseBy"])
	count(check.deny) == 0 with input as {"state": "failed", "properties": unused}
}

test_fail if {
	user := "arn:aws:cloudfront::111111111111:distribution/E1"
	sentence := "It is not valid (expired or revoked), and arn:aws:cloudfront::111111111111:distribution/E1 uses it."
	check.deny == {sentence} with input as {"state": "failed", "properties": {"InUseBy": [user]}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
