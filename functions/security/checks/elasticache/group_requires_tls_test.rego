package pantheon.checks.elasticache.group_requires_tls_test

import data.pantheon.checks.elasticache.group_requires_tls as check
import rego.v1

test_pass if {
	properties := {"TransitEncryptionEnabled": true, "TransitEncryptionMode": "required"}
	count(check.deny) == 0 with input as {"properties": properties}
	count(check.deny) == 0 with input as {"properties": {"TransitEncryptionEnabled": true}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_off if {
	check.deny == {"Encryption in transit is off."} with input as {"properties": {"TransitEncryptionEnabled": false}}
}

test_fail_preferred if {
	properties := {"TransitEncryptionEnabled": true, "TransitEncryptionMode": "preferred"}
	count(check.deny) == 1 with input as {"properties": properties}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
