package pantheon.checks.kms.key_policy_names_no_deleted_principals_test

import data.pantheon.checks.kms.key_policy_names_no_deleted_principals as check
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

test_pass if count(check.deny) == 0 with input as key({"Principal": {"AWS": "arn:aws:iam::111111111111:root"}})

test_fail if {
	gone := {"Principal": {"AWS": ["AIDAJQABLZS4A3QDU576Q", "arn:aws:iam::111111111111:root"]}}
	check.deny == {"It names AIDAJQABLZS4A3QDU576Q, who was deleted."} with input as key(gone)
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
