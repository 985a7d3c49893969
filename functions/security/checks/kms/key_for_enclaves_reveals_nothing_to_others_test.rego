package pantheon.checks.kms.key_for_enclaves_reveals_nothing_to_others_test

import data.pantheon.checks.kms.key_for_enclaves_reveals_nothing_to_others as check
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

enclave := {
	"Effect": "Allow",
	"Principal": {"AWS": "arn:aws:iam::111111111111:role/enclave"},
	"Action": "kms:Decrypt",
	"Resource": "*",
	"Condition": {"StringEqualsIgnoreCase": {"kms:RecipientAttestation:ImageSha384": "ab12"}},
}

with_other(statement) := {"state": "active", "properties": {"KeyPolicy": {"Statement": [enclave, statement]}}}

keeper := {
	"Sid": "Keeper",
	"Effect": "Allow",
	"Principal": {"AWS": "arn:aws:iam::111111111111:root"},
	"Action": ["kms:Describe*", "kms:Put*"],
	"Resource": "*",
}

test_pass if count(check.deny) == 0 with input as with_other(keeper)

test_pass_all_others_are_refused if {
	denial := {
		"Effect": "Deny",
		"Principal": "*",
		"Action": "kms:Decrypt",
		"Resource": "*",
		"Condition": {"StringNotEqualsIgnoreCase": {"kms:RecipientAttestation:ImageSha384": "ab12"}},
	}
	everything := object.union(keeper, {"Action": "kms:*"})
	both := {"state": "active", "properties": {"KeyPolicy": {"Statement": [everything, denial]}}}
	count(check.deny) == 0 with input as both
}

test_fail if {
	sentence := "The statement Keeper reveals data without asking what the enclave runs."
	check.deny == {sentence} with input as with_other(object.union(keeper, {"Action": "kms:*"}))
	check.deny == {sentence} with input as with_other(object.union(keeper, {"Action": ["kms:GenerateDataKey*"]}))
}

test_skip_keys_without_enclaves if {
	check.skip with input as key({"Principal": {"AWS": "arn:aws:iam::111111111111:root"}})
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
