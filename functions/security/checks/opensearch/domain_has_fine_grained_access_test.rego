package pantheon.checks.opensearch.domain_has_fine_grained_access_test

import data.pantheon.checks.opensearch.domain_has_fine_grained_access as check
import rego.v1

domain(enabled) := {"properties": {"AdvancedSecurityOptions": {"Enabled": enabled}}}

test_pass if {
	count(check.deny) == 0 with input as domain(true)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Fine-grained access control is off."} with input as domain(false)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"DomainName": "logs"}}
}
