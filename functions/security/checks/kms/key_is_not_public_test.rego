package pantheon.checks.kms.key_is_not_public_test

import data.pantheon.checks.kms.key_is_not_public as check
import rego.v1

key(statement) := {
	"account_id": "111111111111",
	"state": "active",
	"properties": {
		"KeyManager": "CUSTOMER",
		"KeyPolicy": {"Statement": [object.union(
			{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"},
			statement,
		)]},
	},
}

test_pass if {
	every statement in [
		{"Principal": {"AWS": "arn:aws:iam::222222222222:root"}},
		{"Principal": {"Service": "logs.eu-west-1.amazonaws.com"}},
		{"Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"kms:CallerAccount": "111111111111"}}},
		{"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
		{"Principal": "*", "Effect": "Deny"},
	] {
		count(check.deny) == 0 with input as key(statement)
	}
}

test_fail if {
	sentence := "The statement Open lets everybody do kms:Decrypt."
	check.deny == {sentence} with input as key({"Sid": "Open", "Principal": "*"})
}

test_fail_in_other_forms if {
	every statement in [
		{"Principal": {"AWS": "*"}},
		{"Principal": {"AWS": ["arn:aws:iam::111111111111:root", "*"]}},
		{"Principal": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}},
		{"Principal": "*", "Condition": {"StringLike": {"kms:CallerAccount": "*"}}},
	] {
		count(check.deny) == 1 with input as key(statement)
	}
}

test_skip if {
	check.skip with input as {"state": "active", "properties": {"KeyManager": "AWS"}}
	check.skip with input as {"state": "deleting", "properties": {"KeyManager": "CUSTOMER"}}
}

test_no_data if {
	every name in ["DescribeKey", "KeyPolicy"] {
		count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": [name]}}
	}
}
