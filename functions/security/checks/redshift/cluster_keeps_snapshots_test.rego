package pantheon.checks.redshift.cluster_keeps_snapshots_test

import data.pantheon.checks.redshift.cluster_keeps_snapshots as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AutomatedSnapshotRetentionPeriod": 7}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_none if {
	properties := {"AutomatedSnapshotRetentionPeriod": 0}
	check.deny == {"There are no automated snapshots."} with input as {"properties": properties}
}

test_fail_few_days if {
	sentence := "Automated snapshots are kept for 1 days, less than 7."
	check.deny == {sentence} with input as {"properties": {"AutomatedSnapshotRetentionPeriod": 1}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
