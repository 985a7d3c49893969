package pantheon.checks.iam.role_names_its_web_identities_test

import data.pantheon.checks.iam.role_names_its_web_identities as check
import rego.v1

role(issuer, condition) := {"properties": {"AssumeRolePolicyDocument": {"Statement": [{
	"Effect": "Allow",
	"Principal": {"Federated": issuer},
	"Action": "sts:AssumeRoleWithWebIdentity",
	"Condition": condition,
}]}}}

github := "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"

audience := {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}

subject(value) := object.union(audience, {"token.actions.githubusercontent.com:sub": value})

test_pass if {
	every value in [
		"repo:acme/shop:ref:refs/heads/main",
		["repo:acme/shop:*", "repo:acme/*"],
		"repository_owner:acme",
		"repository_owner_id:1234:repo:*",
	] {
		count(check.deny) == 0 with input as role(github, {"StringLike": subject(value)})
	}
	owner := {"StringEquals": {"token.actions.githubusercontent.com:repository_owner": "acme"}}
	count(check.deny) == 0 with input as role(github, owner)
}

test_pass_other_providers if {
	cluster := "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1234"
	count(check.deny) == 0 with input as role(cluster, {})
	saml := "arn:aws:iam::111111111111:saml-provider/okta"
	count(check.deny) == 0 with input as role(saml, {})
	pool := {"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1234"}}
	count(check.deny) == 0 with input as role("cognito-identity.amazonaws.com", pool)
	gitlab := "arn:aws:iam::111111111111:oidc-provider/gitlab.com"
	count(check.deny) == 0 with input as role(gitlab, {"StringLike": {"gitlab.com:sub": "project_path:acme/*"}})
}

test_fail if {
	sentence := "A statement without a Sid lets in whomever token.actions.githubusercontent.com knows."
	check.deny == {sentence} with input as role(github, {"StringEquals": audience})
}

test_fail_too_wide if {
	every value in ["*", "repo:*", "repo:acme*", "repo:*/shop:*", ["repo:acme/*", "repo:*"]] {
		count(check.deny) == 1 with input as role(github, {"StringLike": subject(value)})
	}
	unless := {"ForAllValues:StringLike": subject("repo:acme/*")}
	count(check.deny) == 1 with input as role(github, unless)
	count(check.deny) == 1 with input as role(github, {"StringLikeIfExists": subject("repo:acme/*")})
}

test_fail_other_providers if {
	terraform := "arn:aws:iam::111111111111:oidc-provider/app.terraform.io"
	every issuer in [terraform, "cognito-identity.amazonaws.com", "accounts.google.com"] {
		count(check.deny) == 1 with input as role(issuer, {})
	}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"properties": {}}
