package pantheon.checks.logs.log_group_is_encrypted_with_a_kms_key_test

import data.pantheon.checks.logs.log_group_is_encrypted_with_a_kms_key as check
import rego.v1

test_pass if {
	key := "arn:aws:kms:eu-west-1:111111111111:key/abcd"
	count(check.deny) == 0 with input as {"properties": {"KmsKeyId": key}}
}

test_fail if check.deny == {"The group has no KMS key."} with input as {"properties": {"LogGroupName": "app"}}

test_skip_groups_that_keep_nothing if check.skip with input as {"properties": {"LogGroupClass": "DELIVERY"}}

test_no_data_is_no_key if count(check.deny) == 1 with input as {"properties": {}}
