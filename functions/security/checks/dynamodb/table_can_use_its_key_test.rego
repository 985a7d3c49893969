package pantheon.checks.dynamodb.table_can_use_its_key_test

import data.pantheon.checks.dynamodb.table_can_use_its_key as check
import rego.v1

table(state) := {"state": state, "properties": {"SSESpecification": {
	"KMSMasterKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
	"SSEEnabled": true,
	"SSEType": "KMS",
}}}

test_pass if {
	count(check.deny) == 0 with input as table("active")
	count(check.deny) == 0 with input as table("updating")
}

test_fail if {
	sentence := "The table cannot use its key arn:aws:kms:eu-west-1:111111111111:key/abcd."
	check.deny == {sentence} with input as table("failed")
}

test_fail_key_not_told if {
	check.deny == {"The table cannot use its key of KMS."} with input as {"state": "failed", "properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeTable"]}}
}
