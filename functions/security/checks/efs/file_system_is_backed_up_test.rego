package pantheon.checks.efs.file_system_is_backed_up_test

import data.pantheon.checks.efs.file_system_is_backed_up as check
import rego.v1

arn := "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"

system(properties) := {"arn": arn, "region": "eu-west-1", "tags": {}, "properties": properties}

estate(pattern) := {"AWS::Backup::BackupPlan": {"plan": {
	"region": "eu-west-1",
	"properties": {"BackupSelections": [{"Resources": [pattern]}]},
}}}

test_pass if {
	count(check.deny) == 0 with input as system({"BackupPolicy": {"Status": "ENABLED"}})
}

test_pass_by_plan if {
	all := estate("arn:aws:elasticfilesystem:*:*:file-system/*")
	count(check.deny) == 0 with input as system({"BackupPolicy": {"Status": "DISABLED"}}) with data.estate as all
}

test_fail if {
	check.deny == {"It is not backed up."} with input as system({"BackupPolicy": {"Status": "DISABLED"}})
	other := estate("arn:aws:ec2:*:*:volume/*")
	count(check.deny) == 1 with input as system({}) with data.estate as other
}

test_no_data if {
	count(check.unknown) == 1 with input as system({"Unread": ["BackupPolicy"]})
	obscure := {"AWS::Backup::BackupPlan": {"plan": {
		"region": "eu-west-1",
		"properties": {"BackupPlan": {"BackupPlanName": "daily"}, "Unread": ["BackupSelections"]},
	}}}
	count(check.unknown) == 1 with input as system({}) with data.estate as obscure
}
