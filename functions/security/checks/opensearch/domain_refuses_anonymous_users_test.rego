package pantheon.checks.opensearch.domain_refuses_anonymous_users_test

import data.pantheon.checks.opensearch.domain_refuses_anonymous_users as check
import rego.v1

domain(anonymous) := {"properties": {"AdvancedSecurityOptions": {"AnonymousAuthEnabled": anonymous, "Enabled": true}}}

test_pass if {
	count(check.deny) == 0 with input as domain(false)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Anonymous access is on."} with input as domain(true)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
