package pantheon.checks.backup.plan_keeps_backups_for_five_weeks_test

import data.pantheon.checks.backup.plan_keeps_backups_for_five_weeks as check
import rego.v1

plan(rules) := {
	"account_id": "111111111111",
	"region": "eu-west-1",
	"properties": {"BackupPlan": {"BackupPlanName": "daily", "BackupPlanRule": rules}},
}

kept(days) := {"Lifecycle": {"DeleteAfterDays": days}, "RuleName": "nightly"}

test_pass if {
	count(check.deny) == 0 with input as plan([kept(35)])
	count(check.deny) == 0 with input as plan([kept(7), kept(365)])
	count(check.deny) == 0 with input as plan([{"RuleName": "for ever"}])
}

test_fail if {
	sentence := "The longest that a backup is kept is 14 days."
	check.deny == {sentence} with input as plan([kept(7), kept(14)])
	check.deny == {"The plan has no rules."} with input as {"properties": {}}
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["BackupPlan"]}}
