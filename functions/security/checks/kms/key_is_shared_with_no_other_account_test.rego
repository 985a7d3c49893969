package pantheon.checks.kms.key_is_shared_with_no_other_account_test

import data.pantheon.checks.kms.key_is_shared_with_no_other_account as check
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
		{"Principal": {"AWS": "arn:aws:iam::111111111111:root"}},
		{"Principal": {"Service": "logs.eu-west-1.amazonaws.com"}},
		{
			"Principal": {"AWS": "arn:aws:iam::222222222222:root"},
			"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
		},
	] {
		count(check.deny) == 0 with input as key(statement)
	}
}

test_fail if {
	sentence := "The account 222222222222 may do kms:Decrypt."
	check.deny == {sentence} with input as key({"Principal": {"AWS": "arn:aws:iam::222222222222:role/app"}})
	check.deny == {sentence} with input as key({"Principal": {"AWS": ["111111111111", "222222222222"]}})
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
