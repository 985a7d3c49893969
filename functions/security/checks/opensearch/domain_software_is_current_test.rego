package pantheon.checks.opensearch.domain_software_is_current_test

import data.pantheon.checks.opensearch.domain_software_is_current as check
import rego.v1

domain(waits) := {"properties": {"ServiceSoftwareOptions": {"UpdateAvailable": waits}}}

test_pass if {
	count(check.deny) == 0 with input as domain(false)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"An update of the service software waits to be installed."} with input as domain(true)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
