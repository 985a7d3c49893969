package pantheon.checks.elasticache.group_is_encrypted_with_own_key_test

import data.pantheon.checks.elasticache.group_is_encrypted_with_own_key as check
import rego.v1

test_pass if {
	key := "arn:aws:kms:eu-west-1:111111111111:key/abcd"
	count(check.deny) == 0 with input as {"properties": {"AtRestEncryptionEnabled": true, "KmsKeyId": key}}
}

test_pass_is_silent_about_clear_groups if {
	check.skip with input as {"properties": {"AtRestEncryptionEnabled": false}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"AtRestEncryptionEnabled": true}}
	not check.skip with input as {"properties": {"AtRestEncryptionEnabled": true}}
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
