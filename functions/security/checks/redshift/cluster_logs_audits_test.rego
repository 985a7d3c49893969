package pantheon.checks.redshift.cluster_logs_audits_test

import data.pantheon.checks.redshift.cluster_logs_audits as check
import rego.v1

test_pass if {
	logging := {"BucketName": "audit", "LoggingEnabled": true}
	count(check.deny) == 0 with input as {"properties": {"LoggingProperties": logging}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	logging := {"LoggingEnabled": false}
	check.deny == {"Audit logging is off."} with input as {"properties": {"LoggingProperties": logging}}
	count(check.deny) == 1 with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoggingProperties"]}}
}
