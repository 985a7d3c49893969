package pantheon.checks.opensearch.domain_is_encrypted_at_rest_test

import data.pantheon.checks.opensearch.domain_is_encrypted_at_rest as check
import rego.v1

domain(enabled) := {"properties": {"EncryptionAtRestOptions": {"Enabled": enabled}}}

test_pass if {
	count(check.deny) == 0 with input as domain(true)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Encryption at rest is off."} with input as domain(false)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"DomainName": "logs"}}
}
