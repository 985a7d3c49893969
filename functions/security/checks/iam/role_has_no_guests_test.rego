package pantheon.checks.iam.role_has_no_guests_test

import data.pantheon.checks.iam.role_has_no_guests as check
import rego.v1

role(issuer, condition) := {"properties": {"AssumeRolePolicyDocument": {"Statement": [{
	"Effect": "Allow",
	"Principal": {"Federated": issuer},
	"Action": "sts:AssumeRoleWithWebIdentity",
	"Condition": condition,
}]}}}

cognito := "cognito-identity.amazonaws.com"

asking(kind) := {
	"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1234"},
	"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": kind},
}

test_pass if {
	count(check.deny) == 0 with input as role(cognito, asking("authenticated"))
	count(check.deny) == 0 with input as role("accounts.google.com", {})
}

test_fail if {
	sentence := "A statement without a Sid lets in guests of identity pools: eu-west-1:1234."
	check.deny == {sentence} with input as role(cognito, asking("unauthenticated"))
	check.deny == {sentence} with input as role(cognito, asking(["authenticated", "unauthenticated"]))
}

test_fail_never_asked if {
	check.deny == {"A statement without a Sid lets in guests of identity pools: any."} with input as role(cognito, {})
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"properties": {}}
