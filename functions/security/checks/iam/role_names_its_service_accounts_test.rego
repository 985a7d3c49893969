package pantheon.checks.iam.role_names_its_service_accounts_test

import data.pantheon.checks.iam.role_names_its_service_accounts as check
import rego.v1

role(issuer, condition) := {"properties": {"AssumeRolePolicyDocument": {"Statement": [{
	"Effect": "Allow",
	"Principal": {"Federated": issuer},
	"Action": "sts:AssumeRoleWithWebIdentity",
	"Condition": condition,
}]}}}

issuer := "oidc.eks.eu-west-1.amazonaws.com/id/ABCD"

cluster := sprintf("arn:aws:iam::111111111111:oidc-provider/%s", [issuer])

subject(value) := {sprintf("%s:sub", [issuer]): value}

test_pass if {
	every value in ["system:serviceaccount:shop:checkout", "system:serviceaccount:shop:*"] {
		count(check.deny) == 0 with input as role(cluster, {"StringLike": subject(value)})
	}
	github := "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
	count(check.deny) == 0 with input as role(github, {})
}

test_fail if {
	sentence := "A statement without a Sid lets in any service account of oidc.eks.eu-west-1.amazonaws.com/id/ABCD."
	check.deny == {sentence} with input as role(cluster, {})
}

test_fail_too_wide if {
	every value in ["system:serviceaccount:*", "*", ["system:serviceaccount:shop:checkout", "system:*"]] {
		count(check.deny) == 1 with input as role(cluster, {"StringLike": subject(value)})
	}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"properties": {}}
