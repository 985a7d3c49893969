package pantheon.checks.backup.account_has_a_backup_plan_test

import data.pantheon.checks.backup.account_has_a_backup_plan as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

test_pass if {
	plans := {"AWS::Backup::BackupPlan": {"p1": {"properties": {}}}}
	count(check.deny) == 0 with input as account with data.estate as plans
}

test_fail if check.deny == {"The account has no backup plan."} with input as account with data.estate as {}

test_no_data_of_plans if {
	count(check.deny) == 1 with input as account with data.estate as {"AWS::Backup::BackupPlan": {}}
}
