package pantheon.checks.elasticache.group_is_encrypted_at_rest_test

import data.pantheon.checks.elasticache.group_is_encrypted_at_rest as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AtRestEncryptionEnabled": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "Encryption at rest is off."
	check.deny == {sentence} with input as {"properties": {"AtRestEncryptionEnabled": false}}
	not check.skip with input as {"state": "active", "properties": {"AtRestEncryptionEnabled": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"ReplicationGroupId": "sessions"}}
}
