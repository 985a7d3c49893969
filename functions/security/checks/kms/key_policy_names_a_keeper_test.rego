package pantheon.checks.kms.key_policy_names_a_keeper_test

import data.pantheon.checks.kms.key_policy_names_a_keeper as check
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
	root := {"AWS": "arn:aws:iam::111111111111:root"}
	count(check.deny) == 0 with input as key({"Principal": root, "Action": "kms:*"})
	count(check.deny) == 0 with input as key({"Principal": root, "Action": ["kms:Put*", "kms:Decrypt"]})
}

test_fail if {
	sentence := "The policy lets nobody change it."
	app := {"AWS": "arn:aws:iam::111111111111:role/app"}
	check.deny == {sentence} with input as key({"Principal": app})
	check.deny == {sentence} with input as key({"Principal": {"AWS": "AROAJQABLZS4A3QDU576Q"}, "Action": "kms:*"})
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
