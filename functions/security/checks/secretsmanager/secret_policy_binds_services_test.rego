package pantheon.checks.secretsmanager.secret_policy_binds_services_test

import data.pantheon.checks.secretsmanager.secret_policy_binds_services as check
import rego.v1

secret(statement) := {"account_id": "111111111111", "properties": {"ResourcePolicy": {"Statement": object.union(
	{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"},
	statement,
)}}}

service := {"Service": "appflow.amazonaws.com"}

test_pass if {
	bound := {"StringEquals": {"aws:SourceAccount": "111111111111"}}
	count(check.deny) == 0 with input as secret({"Principal": service, "Condition": bound})
	count(check.deny) == 0 with input as secret({"Principal": {"AWS": "arn:aws:iam::111111111111:root"}})
}

test_fail if {
	sentence := "appflow.amazonaws.com may use the secret on behalf of any account."
	check.deny == {sentence} with input as secret({"Principal": service})
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["ResourcePolicy"]}}
