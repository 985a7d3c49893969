package pantheon.checks.rds.cluster_uses_iam_authentication_test

import data.pantheon.checks.rds.cluster_uses_iam_authentication as check
import rego.v1

test_pass if {
	properties := {"EnableIAMDatabaseAuthentication": true, "Engine": "neptune"}
	count(check.deny) == 0 with input as {"properties": properties}
}

test_pass_is_silent_about_documentdb if {
	check.skip with input as {"properties": {"Engine": "docdb"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	every engine in ["aurora-mysql", "aurora-postgresql", "neptune"] {
		properties := {"EnableIAMDatabaseAuthentication": false, "Engine": engine}
		check.deny == {"Authentication by IAM is off."} with input as {"properties": properties}
		not check.skip with input as {"properties": properties}
	}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Engine": "aurora-mysql"}}
}
