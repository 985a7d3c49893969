package pantheon.checks.acm.certificate_has_a_strong_key_test

import data.pantheon.checks.acm.certificate_has_a_strong_key as check
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
	every algorithm in ["RSA_2048", "RSA_4096", "EC_prime256v1", "EC_secp384r1"] {
		count(check.deny) == 0 with input as certificate({"KeyAlgorithm": algorithm})
	}
	count(check.deny) == 0 with input as certificate({"SignatureAlgorithm": "SHA256WITHRSA"})
}

test_fail if {
	check.deny == {"The key is of RSA_1024."} with input as certificate({"KeyAlgorithm": "RSA_1024"})
	check.deny == {"The key is of RSA_1024."} with input as certificate({"KeyAlgorithm": "RSA-1024"})
	check.deny == {"The signature is SHA1WITHRSA."} with input as certificate({"SignatureAlgorithm": "SHA1WITHRSA"})
}

test_skip_what_is_not_valid if check.skip with input as object.union(certificate({}), {"state": "failed"})

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeCertificate"]}}
}
