package pantheon.checks.cloudformation.stack_outputs_promise_no_secrets_test

import data.pantheon.checks.cloudformation.stack_outputs_promise_no_secrets as check
import rego.v1

stack(properties) := {"state": "active", "properties": object.union({"StackName": "shop"}, properties)}

test_pass if count(check.deny) == 0 with input as stack({"OutputNames": ["Url", "DatabasePasswordArn", "BucketName"]})

test_fail if {
	check.deny == {"The output DbPassword promises a secret."} with input as stack({"OutputNames": ["DbPassword", "Url"]})
	count(check.deny) == 1 with input as stack({"OutputNames": ["ApiKey"]})
}

test_skip_while_it_goes if check.skip with input as object.union(stack({}), {"state": "deleting"})

test_no_data_is_no_output if count(check.deny) == 0 with input as stack({})
