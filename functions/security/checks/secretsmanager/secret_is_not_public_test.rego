package pantheon.checks.secretsmanager.secret_is_not_public_test

import data.pantheon.checks.secretsmanager.secret_is_not_public as check
import rego.v1

secret(statement) := {"account_id": "111111111111", "properties": {"ResourcePolicy": {"Statement": object.union(
	{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"},
	statement,
)}}}

test_pass if {
	every statement in [
		{"Principal": {"AWS": "arn:aws:iam::222222222222:root"}},
		{"Principal": "*", "Effect": "Deny"},
		{"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
	] {
		count(check.deny) == 0 with input as secret(statement)
	}
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	sentence := "A statement without a Sid lets everybody do secretsmanager:GetSecretValue."
	check.deny == {sentence} with input as secret({"Principal": "*"})
	check.deny == {sentence} with input as secret({"Principal": {"AWS": ["*"]}})
	stages := {"StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}
	check.deny == {sentence} with input as secret({"Principal": "*", "Condition": stages})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["ResourcePolicy"]}}
