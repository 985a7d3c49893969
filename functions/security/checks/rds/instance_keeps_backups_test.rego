package pantheon.checks.rds.instance_keeps_backups_test

import data.pantheon.checks.rds.instance_keeps_backups as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"BackupRetentionPeriod": 7}}
	count(check.deny) == 0 with input as {"properties": {"BackupRetentionPeriod": 35}}
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

test_fail_none if {
	check.deny == {"There are no automated backups."} with input as {"properties": {"BackupRetentionPeriod": 0}}
}

test_fail_few_days if {
	sentence := "Automated backups are kept for 1 days, less than 7."
	check.deny == {sentence} with input as {"properties": {"BackupRetentionPeriod": 1}}
	not check.skip with input as {"properties": {"BackupRetentionPeriod": 1}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
