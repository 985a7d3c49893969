package pantheon.checks.backup.plan_copies_backups_elsewhere_test

import data.pantheon.checks.backup.plan_copies_backups_elsewhere as check
import rego.v1

plan(rules) := {
	"account_id": "111111111111",
	"region": "eu-west-1",
	"properties": {"BackupPlan": {"BackupPlanName": "daily", "BackupPlanRule": rules}},
}

copy(arn) := {"CopyActions": [{"DestinationBackupVaultArn": arn}], "RuleName": "nightly"}

test_pass if {
	count(check.deny) == 0 with input as plan([copy("arn:aws:backup:us-east-1:111111111111:backup-vault:far")])
	count(check.deny) == 0 with input as plan([copy("arn:aws:backup:eu-west-1:222222222222:backup-vault:far")])
	gapped := {"TargetLogicallyAirGappedBackupVaultArn": "arn:aws:backup:eu-west-1:111111111111:backup-vault:gap"}
	count(check.deny) == 0 with input as plan([gapped])
}

test_fail if {
	sentence := "No rule copies backups into another region or account."
	check.deny == {sentence} with input as plan([{"RuleName": "nightly"}])
	here := "arn:aws:backup:eu-west-1:111111111111:backup-vault:other"
	check.deny == {sentence} with input as plan([copy(here)])
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["BackupPlan"]}}
