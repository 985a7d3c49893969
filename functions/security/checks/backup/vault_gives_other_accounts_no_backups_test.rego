package pantheon.checks.backup.vault_gives_other_accounts_no_backups_test

import data.pantheon.checks.backup.vault_gives_other_accounts_no_backups as check
import rego.v1

vault(statement) := {
	"account_id": "111111111111",
	"properties": {"AccessPolicy": {"Statement": [object.union(
		{"Effect": "Allow", "Action": "backup:StartRestoreJob", "Resource": "*"},
		statement,
	)]}},
}

other := {"AWS": "arn:aws:iam::222222222222:root"}

test_pass if {
	every statement in [
		{"Principal": other, "Action": "backup:CopyIntoBackupVault"},
		{"Principal": {"AWS": "arn:aws:iam::111111111111:root"}},
		{"Principal": other, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
	] {
		count(check.deny) == 0 with input as vault(statement)
	}
}

test_fail if {
	check.deny == {"The account 222222222222 may do backup:StartRestoreJob."} with input as vault({"Principal": other})
	both := {"Principal": other, "Action": ["backup:CopyIntoBackupVault", "backup:Delete*"]}
	count(check.deny) == 1 with input as vault(both)
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["AccessPolicy"]}}
