package pantheon.checks.iam.role_asks_other_accounts_for_an_external_id_test

import data.pantheon.checks.iam.role_asks_other_accounts_for_an_external_id as check
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

other := {"AWS": "arn:aws:iam::222222222222:root"}

test_pass if {
	every statement in [
		{"Principal": {"AWS": "arn:aws:iam::111111111111:root"}},
		{"Principal": {"Service": "ec2.amazonaws.com"}},
		{"Principal": other, "Condition": {"StringEquals": {"sts:ExternalId": "1234"}}},
		{"Principal": other, "Condition": {"StringEquals": {"sts:externalid": ["1234", "5678"]}}},
		{"Principal": other, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
		{"Principal": other, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
		{"Principal": other, "Action": "sts:TagSession"},
		{"Principal": other, "Effect": "Deny"},
	] {
		count(check.deny) == 0 with input as role(statement)
	}
}

test_fail if {
	sentence := "The account 222222222222 may assume the role without an external ID."
	check.deny == {sentence} with input as role({"Principal": other})
}

test_fail_in_other_forms if {
	every statement in [
		{"Principal": {"AWS": "222222222222"}},
		{"Principal": {"AWS": ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:user/bob"]}},
		{"Principal": other, "Action": ["sts:AssumeRole", "sts:TagSession"]},
		{"Principal": other, "Condition": {"StringLike": {"sts:ExternalId": "*"}}},
		{"Principal": other, "Condition": {"StringNotEquals": {"sts:ExternalId": "1234"}}},
		{"Principal": other, "Condition": {"StringEqualsIfExists": {"sts:ExternalId": "1234"}}},
	] {
		count(check.deny) == 1 with input as role(statement)
	}
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
