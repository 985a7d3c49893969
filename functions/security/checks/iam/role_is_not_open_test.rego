package pantheon.checks.iam.role_is_not_open_test

import data.pantheon.checks.iam.role_is_not_open as check
import rego.v1

role(statement) := {
	"account_id": "111111111111",
	"properties": {
		"AssumeRolePolicyDocument": {"Statement": [object.union(
			{"Effect": "Allow", "Action": "sts:AssumeRole"},
			statement,
		)]},
		"Path": "/",
		"RoleName": "app",
	},
}

test_pass if {
	every statement in [
		{"Principal": {"AWS": "arn:aws:iam::222222222222:root"}},
		{"Principal": {"Service": "ec2.amazonaws.com"}},
		{"Principal": "*", "Effect": "Deny"},
		{"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
		{"Principal": {"AWS": "*"}, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::222222222222:role/*"}}},
	] {
		count(check.deny) == 0 with input as role(statement)
	}
}

test_fail if {
	sentence := "The statement Open of the trust policy lets everybody assume the role."
	check.deny == {sentence} with input as role({"Sid": "Open", "Principal": "*"})
}

test_fail_in_other_forms if {
	every statement in [
		{"Principal": {"AWS": "*"}},
		{"Principal": {"AWS": ["arn:aws:iam::222222222222:root", "*"]}},
		{"NotPrincipal": {"AWS": "arn:aws:iam::222222222222:root"}},
		{"Principal": "*", "Action": ["sts:TagSession", "sts:*"]},
		{"Principal": "*", "Condition": {"StringEquals": {"sts:ExternalId": "1234"}}},
		{"Principal": "*", "Condition": {"StringLike": {"aws:PrincipalOrgID": "o-*"}}},
	] {
		count(check.deny) == 1 with input as role(statement)
	}
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
