package pantheon.checks.ecr.repository_is_encrypted_by_own_key_test

import data.pantheon.checks.ecr.repository_is_encrypted_by_own_key as check
import rego.v1

repository(type) := {"properties": {"EncryptionConfiguration": {"EncryptionType": type}}}

test_pass if {
	count(check.deny) == 0 with input as repository("KMS")
	count(check.deny) == 0 with input as repository("KMS_DSSE")
}

test_fail if {
	count(check.deny) == 1 with input as repository("AES256")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
