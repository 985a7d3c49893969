package pantheon.checks.cloudtrail.trail_is_encrypted_with_a_kms_key_test

import data.pantheon.checks.cloudtrail.trail_is_encrypted_with_a_kms_key as check
import rego.v1

test_pass if {
	key := "arn:aws:kms:eu-west-1:111111111111:key/abcd"
	count(check.deny) == 0 with input as {"properties": {"KMSKeyId": key}}
}

test_fail if {
	sentence := "The files are encrypted with the keys of S3 alone."
	check.deny == {sentence} with input as {"properties": {"TrailName": "all"}}
}

test_no_data_is_no_key if count(check.deny) == 1 with input as {"properties": {}}
