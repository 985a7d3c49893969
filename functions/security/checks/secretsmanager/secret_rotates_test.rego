package pantheon.checks.secretsmanager.secret_rotates_test

import data.pantheon.checks.secretsmanager.secret_rotates as check
import rego.v1

secret(properties) := {
	"now": "2026-06-01T12:00:00Z",
	"created_at": "2024-01-01T00:00:00Z",
	"region": "eu-west-1",
	"account_id": "111111111111",
	"properties": properties,
}

test_pass if count(check.deny) == 0 with input as secret({"RotationEnabled": true})

test_fail if {
	check.deny == {"Rotation is off."} with input as secret({"RotationEnabled": false})
	count(check.deny) == 1 with input as secret({"PrimaryRegion": "eu-west-1"})
}

test_skip if {
	check.skip with input as secret({"PrimaryRegion": "us-east-1"})
	check.skip with input as secret({"OwningService": "rds"})
}

test_no_data_is_off if count(check.deny) == 1 with input as secret({})
