package pantheon.checks.kinesis.stream_is_encrypted_test

import data.pantheon.checks.kinesis.stream_is_encrypted as check
import rego.v1

stream(kind) := {"properties": {"StreamEncryption": {"EncryptionType": kind}}}

test_pass if {
	count(check.deny) == 0 with input as stream("KMS")
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Encryption is off."} with input as stream("NONE")
	count(check.deny) == 1 with input as {"properties": {"Name": "clicks"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeStreamSummary"]}}
}
