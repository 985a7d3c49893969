package pantheon.checks.elasticache.group_spans_zones_test

import data.pantheon.checks.elasticache.group_spans_zones as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"MultiAZEnabled": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "All nodes may be in one zone."
	check.deny == {sentence} with input as {"properties": {"MultiAZEnabled": false}}
	not check.skip with input as {"state": "active", "properties": {"MultiAZEnabled": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"ReplicationGroupId": "sessions"}}
}
