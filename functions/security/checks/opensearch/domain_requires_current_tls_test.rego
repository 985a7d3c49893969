package pantheon.checks.opensearch.domain_requires_current_tls_test

import data.pantheon.checks.opensearch.domain_requires_current_tls as check
import rego.v1

domain(policy) := {"properties": {"DomainEndpointOptions": {"EnforceHTTPS": true, "TLSSecurityPolicy": policy}}}

test_pass if {
	count(check.deny) == 0 with input as domain("Policy-Min-TLS-1-2-PFS-2023-10")
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "The security policy of TLS is Policy-Min-TLS-1-0-2019-07."
	check.deny == {sentence} with input as domain("Policy-Min-TLS-1-0-2019-07")
	count(check.deny) == 1 with input as domain("Policy-Min-TLS-1-2-2019-07")
}

test_no_data if {
	check.deny == {"The security policy of TLS is none."} with input as {"properties": {}}
}
