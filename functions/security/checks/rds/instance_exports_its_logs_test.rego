package pantheon.checks.rds.instance_exports_its_logs_test

import data.pantheon.checks.rds.instance_exports_its_logs as check
import rego.v1

instance(engine, logs) := {"properties": {"Engine": engine, "EnableCloudwatchLogsExports": logs}}

test_pass if {
	count(check.deny) == 0 with input as instance("postgres", ["postgresql", "upgrade"])
	count(check.deny) == 0 with input as instance("mysql", ["error"])
	count(check.deny) == 0 with input as instance("oracle-ee", ["alert", "audit", "trace"])
}

test_pass_is_silent_about_members_of_clusters_and_db2 if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "Engine": "aurora-mysql"}}
	check.skip with input as {"properties": {"Engine": "db2-se"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_none if {
	check.deny == {"The log error is not exported."} with input as {"properties": {"Engine": "mariadb"}}
	not check.skip with input as {"properties": {"Engine": "mariadb"}}
}

test_fail_the_one_that_matters_is_missing if {
	check.deny == {"The log postgresql is not exported."} with input as instance("postgres", ["upgrade"])
	check.deny == {"The log audit is not exported."} with input as instance("oracle-se2", ["alert"])
	check.deny == {"The log error is not exported."} with input as instance("sqlserver-web", ["agent"])
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
