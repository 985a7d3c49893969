package pantheon.checks.rds.cluster_spans_zones_test

import data.pantheon.checks.rds.cluster_spans_zones as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"EngineMode": "provisioned", "MultiAZ": true}}
}

test_pass_is_silent_about_serverless if {
	check.skip with input as {"properties": {"EngineMode": "serverless", "MultiAZ": false}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"Engine": "docdb", "EngineMode": "provisioned", "MultiAZ": false}
	check.deny == {"All instances are in one zone."} with input as {"properties": properties}
	not check.skip with input as {"properties": properties}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
