package pantheon.checks.backup.vault_is_not_public_test

import data.pantheon.checks.backup.vault_is_not_public as check
import rego.v1

vault(statement) := {
	"account_id": "111111111111",
	"properties": {"AccessPolicy": {"Statement": [object.union(
		{"Effect": "Allow", "Action": "backup:StartRestoreJob", "Resource": "*"},
		statement,
	)]}},
}

test_pass if {
	every statement in [
		{"Principal": {"AWS": "arn:aws:iam::222222222222:root"}},
		{"Principal": "*", "Effect": "Deny"},
		{"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
	] {
		count(check.deny) == 0 with input as vault(statement)
	}
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	sentence := "A statement without a Sid lets everybody do backup:StartRestoreJob."
	check.deny == {sentence} with input as vault({"Principal": "*"})
	check.deny == {sentence} with input as vault({"Principal": {"AWS": ["*"]}})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["AccessPolicy"]}}
