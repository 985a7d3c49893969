package pantheon.checks.secretsmanager.secret_is_encrypted_with_own_key_test

import data.pantheon.checks.secretsmanager.secret_is_encrypted_with_own_key as check
import rego.v1

secret(properties) := {
	"now": "2026-06-01T12:00:00Z",
	"created_at": "2024-01-01T00:00:00Z",
	"region": "eu-west-1",
	"account_id": "111111111111",
	"properties": properties,
}

test_pass if {
	count(check.deny) == 0 with input as secret({"KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd"})
	count(check.deny) == 0 with input as secret({"KmsKeyId": "alias/secrets"})
}

test_fail if {
	sentence := "The key is the one that AWS manages."
	check.deny == {sentence} with input as secret({"KmsKeyId": "alias/aws/secretsmanager"})
	arn := "arn:aws:kms:eu-west-1:111111111111:alias/aws/secretsmanager"
	check.deny == {sentence} with input as secret({"KmsKeyId": arn})
}

test_skip_secrets_of_services if check.skip with input as secret({"OwningService": "rds"})

test_no_data_is_the_key_of_aws if count(check.deny) == 1 with input as secret({})
