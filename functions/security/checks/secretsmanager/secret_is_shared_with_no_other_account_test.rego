package pantheon.checks.secretsmanager.secret_is_shared_with_no_other_account_test

import data.pantheon.checks.secretsmanager.secret_is_shared_with_no_other_account as check
import rego.v1

secret(statement) := {"account_id": "111111111111", "properties": {"ResourcePolicy": {"Statement": object.union(
	{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"},
	statement,
)}}}

test_pass if {
	other := {"AWS": "arn:aws:iam::222222222222:role/app"}
	every statement in [
		{"Principal": {"AWS": "arn:aws:iam::111111111111:role/app"}},
		{"Principal": other, "Effect": "Deny"},
		{"Principal": other, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
	] {
		count(check.deny) == 0 with input as secret(statement)
	}
}

test_fail if {
	sentence := "The account 222222222222 may do secretsmanager:GetSecretValue."
	check.deny == {sentence} with input as secret({"Principal": {"AWS": "arn:aws:iam::222222222222:root"}})
	check.deny == {sentence} with input as secret({"Principal": {"AWS": ["111111111111", "222222222222"]}})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["ResourcePolicy"]}}
