package pantheon.checks.opensearch.domain_engine_is_supported_test

import data.pantheon.checks.opensearch.domain_engine_is_supported as check
import rego.v1

domain(version) := {"now": "2026-01-31T12:00:00Z", "properties": {"EngineVersion": version}}

test_pass if {
	count(check.deny) == 0 with input as domain("OpenSearch_2.19")
	count(check.deny) == 0 with input as domain("Elasticsearch_7.10")
}

test_pass_until_the_last_day if {
	before := object.union(domain("OpenSearch_2.5"), {"now": "2025-11-07T10:00:00Z"})
	count(check.deny) == 0 with input as before
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Standard support of OpenSearch_2.5 ended on 2025-11-07."} with input as domain("OpenSearch_2.5")
	count(check.deny) == 1 with input as domain("Elasticsearch_6.7")
	later := object.union(domain("Elasticsearch_7.10"), {"now": "2028-01-01T00:00:00Z"})
	count(check.deny) == 1 with input as later
}

test_no_data if {
	count(check.deny) == 0 with input as {"now": "2026-01-31T12:00:00Z", "properties": {}}
}
