package pantheon.checks.rds.instance_has_a_standby_test

import data.pantheon.checks.rds.instance_has_a_standby as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"MultiAZ": true}}
}

test_pass_is_silent_about_members_of_clusters if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main"}}
}

test_pass_is_silent_about_replicas if {
	check.skip with input as {"properties": {"SourceDBInstanceIdentifier": "main"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "There is no standby in another zone."
	check.deny == {sentence} with input as {"properties": {"MultiAZ": false}}
	not check.skip with input as {"state": "active", "properties": {"MultiAZ": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
