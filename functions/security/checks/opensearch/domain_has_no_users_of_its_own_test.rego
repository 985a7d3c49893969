package pantheon.checks.opensearch.domain_has_no_users_of_its_own_test

import data.pantheon.checks.opensearch.domain_has_no_users_of_its_own as check
import rego.v1

domain(internal) := {"properties": {"AdvancedSecurityOptions": {
	"Enabled": true,
	"InternalUserDatabaseEnabled": internal,
}}}

test_pass if {
	count(check.deny) == 0 with input as domain(false)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"The internal database of users is on."} with input as domain(true)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
