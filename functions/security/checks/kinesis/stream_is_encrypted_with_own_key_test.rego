package pantheon.checks.kinesis.stream_is_encrypted_with_own_key_test

import data.pantheon.checks.kinesis.stream_is_encrypted_with_own_key as check
import rego.v1

stream(key) := {"properties": {"StreamEncryption": {"EncryptionType": "KMS", "KeyId": key}}}

test_pass if {
	count(check.deny) == 0 with input as stream("arn:aws:kms:eu-west-1:111111111111:key/abcd")
	count(check.deny) == 0 with input as {"properties": {"StreamEncryption": {"EncryptionType": "NONE"}}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "The stream is encrypted with the key alias/aws/kinesis."
	check.deny == {sentence} with input as stream("alias/aws/kinesis")
	check.deny == {sentence} with input as stream("arn:aws:kms:eu-west-1:111111111111:alias/aws/kinesis")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeStreamSummary"]}}
}
