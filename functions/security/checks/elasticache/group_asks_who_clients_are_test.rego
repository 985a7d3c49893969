package pantheon.checks.elasticache.group_asks_who_clients_are_test

import data.pantheon.checks.elasticache.group_asks_who_clients_are as check
import rego.v1

test_pass_token if {
	count(check.deny) == 0 with input as {"properties": {"AuthTokenEnabled": true}}
}

test_pass_users if {
	count(check.deny) == 0 with input as {"properties": {"AuthTokenEnabled": false, "UserGroupIds": ["app"]}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"AuthTokenEnabled": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
	check.skip with input as {"state": "deleting", "properties": {}}
}
