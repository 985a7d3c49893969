package pantheon.checks.ssm.parameter_is_encrypted_with_own_key_test

import data.pantheon.checks.ssm.parameter_is_encrypted_with_own_key as check
import rego.v1

parameter(key) := {"properties": {"KeyId": key, "Type": "SecureString"}}

test_pass if count(check.deny) == 0 with input as parameter("arn:aws:kms:eu-west-1:111111111111:key/abcd")

test_fail if {
	sentence := "The key is the one that AWS manages."
	check.deny == {sentence} with input as parameter("alias/aws/ssm")
	check.deny == {sentence} with input as parameter("arn:aws:kms:eu-west-1:111111111111:alias/aws/ssm")
}

test_skip_plain_parameters if check.skip with input as {"properties": {"Type": "String"}}

test_no_data_is_the_key_of_aws if count(check.deny) == 1 with input as {"properties": {"Type": "SecureString"}}
