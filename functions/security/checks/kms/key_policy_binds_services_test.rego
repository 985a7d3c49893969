package pantheon.checks.kms.key_policy_binds_services_test

import data.pantheon.checks.kms.key_policy_binds_services as check
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
	every condition in [
		{"StringEquals": {"aws:SourceAccount": "111111111111"}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:111111111111:trail/*"}},
		{"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111111111111:*"}},
		{"StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": ["arn:aws:cloudtrail:*:111111111111:trail/*"]}},
		{"StringEquals": {"kms:CallerAccount": "111111111111"}},
	] {
		service := {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": condition}
		count(check.deny) == 0 with input as key(service)
	}
	count(check.deny) == 0 with input as key({"Principal": {"AWS": "arn:aws:iam::111111111111:root"}})
}

test_fail if {
	sentence := "cloudtrail.amazonaws.com may use the key on behalf of any account."
	check.deny == {sentence} with input as key({"Principal": {"Service": "cloudtrail.amazonaws.com"}})
	any_trail := {"StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:*:trail/*"}}
	check.deny == {sentence} with input as key({
		"Principal": {"Service": ["cloudtrail.amazonaws.com"]},
		"Condition": any_trail,
	})
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
