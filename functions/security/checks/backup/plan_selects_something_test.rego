package pantheon.checks.backup.plan_selects_something_test

import data.pantheon.checks.backup.plan_selects_something as check
import rego.v1

test_pass if {
	selections := [{"ListOfTags": [{"ConditionKey": "backup"}], "SelectionName": "all"}]
	count(check.deny) == 0 with input as {"properties": {"BackupSelections": selections}}
}

test_fail if check.deny == {"Nothing is assigned to the plan."} with input as {"properties": {"BackupPlan": {}}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["BackupSelections"]}}
