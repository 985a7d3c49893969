package pantheon.checks.rds.instance_is_protected_from_deletion_test

import data.pantheon.checks.rds.instance_is_protected_from_deletion as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DeletionProtection": true}}
}

test_pass_is_silent_about_members_of_clusters if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "Deletion protection is off."
	check.deny == {sentence} with input as {"properties": {"DeletionProtection": false}}
	not check.skip with input as {"state": "active", "properties": {"DeletionProtection": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
