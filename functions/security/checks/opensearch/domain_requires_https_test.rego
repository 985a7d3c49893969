package pantheon.checks.opensearch.domain_requires_https_test

import data.pantheon.checks.opensearch.domain_requires_https as check
import rego.v1

domain(enabled) := {"properties": {"DomainEndpointOptions": {"EnforceHTTPS": enabled}}}

test_pass if {
	count(check.deny) == 0 with input as domain(true)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"The endpoint also answers over plain HTTP."} with input as domain(false)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"DomainName": "logs"}}
}
