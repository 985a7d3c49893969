package pantheon.checks.elasticache.group_fails_over_test

import data.pantheon.checks.elasticache.group_fails_over as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AutomaticFailoverEnabled": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "Automatic failover is off."
	check.deny == {sentence} with input as {"properties": {"AutomaticFailoverEnabled": false}}
	not check.skip with input as {"state": "active", "properties": {"AutomaticFailoverEnabled": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"ReplicationGroupId": "sessions"}}
}
