package pantheon.checks.dynamodb.table_is_in_a_backup_plan_test

import data.pantheon.checks.dynamodb.table_is_in_a_backup_plan as check
import rego.v1

table := {
	"arn": "arn:aws:dynamodb:eu-west-1:111111111111:table/orders",
	"region": "eu-west-1",
	"tags": {"env": "prod"},
	"properties": {"TableName": "orders"},
}

plan(properties) := {"AWS::Backup::BackupPlan": {"111111111111:eu-west-1:AWS.Backup.BackupPlan:p1": {
	"native_id": "p1",
	"region": "eu-west-1",
	"properties": properties,
}}}

test_pass_by_name if {
	selection := {"Resources": ["arn:aws:dynamodb:eu-west-1:111111111111:table/orders"]}
	count(check.deny) == 0 with input as table with data.estate as plan({"BackupSelections": [selection]})
}

test_pass_by_condition if {
	condition := {"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "prod"}
	selection := {"Conditions": {"StringEquals": [condition]}, "Resources": ["*"]}
	count(check.deny) == 0 with input as table with data.estate as plan({"BackupSelections": [selection]})
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "No backup plan of the region selects the table."
	check.deny == {sentence} with input as table with data.estate as {}
	other := {"Resources": ["arn:aws:dynamodb:*:*:table/customers"]}
	check.deny == {sentence} with input as table with data.estate as plan({"BackupSelections": [other]})
}

test_fail_condition_does_not_hold if {
	condition := {"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "test"}
	selection := {"Conditions": {"StringEquals": [condition]}, "Resources": ["*"]}
	count(check.deny) == 1 with input as table with data.estate as plan({"BackupSelections": [selection]})
}

test_no_data_selections if {
	count(check.unknown) == 1 with input as table with data.estate as plan({"Unread": ["BackupSelections"]})
}

test_no_data_tags if {
	untold := object.union(table, {"properties": {"Unread": ["Tags"]}, "tags": {}})
	selection := {"ListOfTags": [{"ConditionKey": "team", "ConditionValue": "shop"}]}
	count(check.unknown) == 1 with input as untold with data.estate as plan({"BackupSelections": [selection]})
	count(check.unknown) == 0 with input as untold with data.estate as {}
}
