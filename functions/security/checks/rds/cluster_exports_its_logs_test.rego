package pantheon.checks.rds.cluster_exports_its_logs_test

import data.pantheon.checks.rds.cluster_exports_its_logs as check
import rego.v1

cluster(engine, logs) := {"properties": {"Engine": engine, "EnableCloudwatchLogsExports": logs}}

test_pass if {
	every engine, log in {
		"aurora-mysql": "audit",
		"aurora-postgresql": "postgresql",
		"docdb": "audit",
		"neptune": "audit",
	} {
		count(check.deny) == 0 with input as cluster(engine, [log, "slowquery"])
	}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_none if {
	check.deny == {"The log audit is not exported."} with input as {"properties": {"Engine": "docdb"}}
}

test_fail_another if {
	check.deny == {"The log audit is not exported."} with input as cluster("aurora-mysql", ["error"])
	not check.skip with input as cluster("aurora-mysql", ["error"])
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
