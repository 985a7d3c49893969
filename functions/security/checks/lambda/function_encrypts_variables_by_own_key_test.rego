package pantheon.checks.lambda.function_encrypts_variables_by_own_key_test

import data.pantheon.checks.lambda.function_encrypts_variables_by_own_key as check
import rego.v1

function(key) := {"properties": {"EnvironmentVariableNames": ["MODE"], "KmsKeyArn": key}}

test_pass if {
	count(check.deny) == 0 with input as function("arn:aws:kms:eu-west-1:111111111111:key/abcd")
}

test_pass_no_variables_is_skipped if {
	check.skip with input as {"properties": {"FunctionName": "f"}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"EnvironmentVariableNames": ["MODE"]}}
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
