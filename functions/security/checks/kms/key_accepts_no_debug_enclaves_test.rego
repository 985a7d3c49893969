package pantheon.checks.kms.key_accepts_no_debug_enclaves_test

import data.pantheon.checks.kms.key_accepts_no_debug_enclaves as check
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

asking(value) := {
	"Sid": "Enclave",
	"Principal": {"AWS": "arn:aws:iam::111111111111:role/enclave"},
	"Condition": {"StringEqualsIgnoreCase": {"kms:RecipientAttestation:PCR0": value}},
}

test_pass if {
	count(check.deny) == 0 with input as key(asking("ab12cd"))
	count(check.deny) == 0 with input as key({"Principal": {"AWS": "arn:aws:iam::111111111111:root"}})
}

test_fail if {
	zeros := "000000000000000000000000000000000000000000000000"
	name := "kms:recipientattestation:pcr0"
	sentence := sprintf("The statement Enclave accepts enclaves in debug mode (%s).", [name])
	check.deny == {sentence} with input as key(asking(zeros))
	check.deny == {sentence} with input as key(asking(["ab12cd", zeros]))
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
