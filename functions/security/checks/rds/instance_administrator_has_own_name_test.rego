package pantheon.checks.rds.instance_administrator_has_own_name_test

import data.pantheon.checks.rds.instance_administrator_has_own_name as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Engine": "mysql", "MasterUsername": "keeper_7f"}}
}

test_pass_is_silent_about_members_of_clusters if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "MasterUsername": "admin"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"Engine": "aurora-postgresql", "MasterUsername": "Postgres"}
	check.deny == {"The administrator is called Postgres, as by default."} with input as {"properties": properties}
	not check.skip with input as {"properties": properties}
	count(check.deny) == 1 with input as {"properties": {"MasterUsername": "admin"}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {"Engine": "mysql"}}
}
