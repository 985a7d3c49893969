package pantheon.checks.backup.vault_tells_of_failures_test

import data.pantheon.checks.backup.vault_tells_of_failures as check
import rego.v1

vault(properties) := {
	"account_id": "111111111111",
	"state": "active",
	"properties": object.union({"BackupVaultName": "main"}, properties),
}

telling(events) := vault({"Notifications": {
	"BackupVaultEvents": events,
	"SNSTopicArn": "arn:aws:sns:eu-west-1:111111111111:backups",
}})

test_pass if {
	count(check.deny) == 0 with input as telling(["BACKUP_JOB_FAILED"])
	count(check.deny) == 0 with input as telling(["BACKUP_JOB_COMPLETED", "RESTORE_JOB_COMPLETED"])
}

test_fail if {
	sentence := "No topic is told of backups that failed."
	check.deny == {sentence} with input as telling(["RESTORE_JOB_COMPLETED"])
	check.deny == {sentence} with input as vault({})
}

test_skip_while_it_is_made if check.skip with input as object.union(vault({}), {"state": "creating"})

test_no_data if count(check.unknown) == 1 with input as vault({"Unread": ["Notifications"]})
