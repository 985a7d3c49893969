package pantheon.checks.rds.instance_uses_iam_authentication_test

import data.pantheon.checks.rds.instance_uses_iam_authentication as check
import rego.v1

test_pass if {
	properties := {"EnableIAMDatabaseAuthentication": true, "Engine": "mysql"}
	count(check.deny) == 0 with input as {"properties": properties}
}

test_pass_is_silent_about_other_engines if {
	check.skip with input as {"properties": {"Engine": "oracle-ee"}}
	check.skip with input as {"properties": {"Engine": "sqlserver-ex"}}
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "Engine": "postgres"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"EnableIAMDatabaseAuthentication": false, "Engine": "postgres"}
	check.deny == {"Authentication by IAM is off."} with input as {"properties": properties}
	not check.skip with input as {"properties": properties}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Engine": "mysql"}}
	check.skip with input as {"properties": {}}
}
