package pantheon.checks.ec2.volume_is_in_a_backup_plan_test

import data.pantheon.checks.ec2.volume_is_in_a_backup_plan as check
import rego.v1

volume := {
	"arn": "arn:aws:ec2:eu-west-1:111111111111:volume/vol-1",
	"region": "eu-west-1",
	"tags": {"backup": "daily"},
	"properties": {"Attachments": [{"InstanceId": "i-1"}]},
}

estate(selection) := {"AWS::Backup::BackupPlan": {"plan": {
	"region": "eu-west-1",
	"properties": {"BackupSelections": [selection]},
}}}

test_pass_by_name if {
	all := estate({"Resources": ["arn:aws:ec2:*:*:volume/*"]})
	count(check.deny) == 0 with input as volume with data.estate as all
}

test_pass_by_tag if {
	tag := {"ConditionKey": "backup", "ConditionType": "STRINGEQUALS", "ConditionValue": "daily"}
	count(check.deny) == 0 with input as volume with data.estate as estate({"ListOfTags": [tag]})
}

test_pass_by_condition if {
	condition := {"ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "d*"}
	all := estate({"Resources": ["*"], "Conditions": {"StringLike": [condition]}})
	count(check.deny) == 0 with input as volume with data.estate as all
}

test_pass_unused_is_skipped if {
	check.skip with input as {"properties": {}}
}

test_fail_condition_does_not_hold if {
	condition := {"ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "daily"}
	all := estate({"Resources": ["*"], "Conditions": {"StringNotEquals": [condition]}})
	count(check.deny) == 1 with input as volume with data.estate as all
}

test_fail_left_out if {
	all := estate({"Resources": ["*"], "NotResources": ["arn:aws:ec2:*:*:volume/vol-1"]})
	count(check.deny) == 1 with input as volume with data.estate as all
}

test_fail_other_region if {
	other := {"region": "us-east-1", "properties": {"BackupSelections": [{"Resources": ["*"]}]}}
	all := {"AWS::Backup::BackupPlan": {"plan": other}}
	check.deny == {"No backup plan selects it."} with input as volume with data.estate as all
}

test_no_data if {
	obscure := {"region": "eu-west-1", "native_id": "p1", "properties": {"Unread": ["BackupSelections"]}}
	all := {"AWS::Backup::BackupPlan": {"plan": obscure}}
	count(check.unknown) == 1 with input as volume with data.estate as all
}
