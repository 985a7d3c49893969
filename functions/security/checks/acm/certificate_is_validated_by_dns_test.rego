package pantheon.checks.acm.certificate_is_validated_by_dns_test

import data.pantheon.checks.acm.certificate_is_validated_by_dns as check
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

proven(method) := certificate({"DomainValidationOptions": [{
	"DomainName": "example.com",
	"ValidationMethod": method,
}]})

test_pass if {
	count(check.deny) == 0 with input as proven("DNS")
	count(check.deny) == 0 with input as certificate({"Type": "IMPORTED"})
}

test_fail if check.deny == {"example.com is proven by mail."} with input as proven("EMAIL")

test_skip_what_is_not_valid if check.skip with input as object.union(proven("EMAIL"), {"state": "failed"})

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
