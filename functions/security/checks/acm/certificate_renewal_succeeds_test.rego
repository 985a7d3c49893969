package pantheon.checks.acm.certificate_renewal_succeeds_test

import data.pantheon.checks.acm.certificate_renewal_succeeds as check
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
	count(check.deny) == 0 with input as certificate({"RenewalStatus": "PENDING_AUTO_RENEWAL"})
}

test_fail if {
	check.deny == {"The renewal failed."} with input as certificate({"RenewalStatus": "FAILED"})
	waiting := certificate({
		"DomainValidationOptions": [{"DomainName": "www.example.com", "ValidationStatus": "PENDING_VALIDATION"}],
		"RenewalStatus": "PENDING_VALIDATION",
	})
	check.deny == {"The renewal waits for proof of example.com, www.example.com."} with input as waiting
}

test_skip_what_is_not_valid if check.skip with input as object.union(certificate({}), {"state": "failed"})

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
