package pantheon.checks.dynamodb.table_is_encrypted_with_a_kms_key_test

import data.pantheon.checks.dynamodb.table_is_encrypted_with_a_kms_key as check
import rego.v1

test_pass if {
	key := "arn:aws:kms:eu-west-1:111111111111:key/abcd"
	encryption := {"KMSMasterKeyId": key, "SSEEnabled": true, "SSEType": "KMS"}
	count(check.deny) == 0 with input as {"properties": {"SSESpecification": encryption}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"TableName": "orders"}}
	count(check.deny) == 1 with input as {"properties": {"SSESpecification": {"SSEEnabled": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeTable"]}}
}
