package pantheon.checks.rds.administrator_password_is_managed_test

import data.pantheon.checks.rds.administrator_password_is_managed as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Engine": "mysql", "ManageMasterUserPassword": true}}
}

test_pass_is_silent_about_members_replicas_and_other_engines if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "Engine": "aurora-mysql"}}
	check.skip with input as {"properties": {"Engine": "mysql", "SourceDBInstanceIdentifier": "main"}}
	check.skip with input as {"properties": {"Engine": "neptune"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"Engine": "aurora-mysql"}}
	not check.skip with input as {"properties": {"Engine": "aurora-mysql"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
