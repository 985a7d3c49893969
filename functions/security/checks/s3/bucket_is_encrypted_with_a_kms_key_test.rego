package pantheon.checks.s3.bucket_is_encrypted_with_a_kms_key_test

import data.pantheon.checks.s3.bucket_is_encrypted_with_a_kms_key as check
import rego.v1

bucket(algorithm) := {"properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [{
	"BucketKeyEnabled": true,
	"ServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm},
}]}}}

test_pass if {
	count(check.deny) == 0 with input as bucket("aws:kms")
	count(check.deny) == 0 with input as bucket("aws:kms:dsse")
}

test_fail_keys_of_s3 if {
	count(check.deny) == 1 with input as bucket("AES256")
}

test_fail_never_set if {
	count(check.deny) == 1 with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["BucketEncryption"]}}
}
