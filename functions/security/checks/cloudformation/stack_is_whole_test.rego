package pantheon.checks.cloudformation.stack_is_whole_test

import data.pantheon.checks.cloudformation.stack_is_whole as check
import rego.v1

stack(state, resources) := {"state": state, "properties": {"Resources": resources, "StackName": "shop"}}

test_pass if {
	count(check.deny) == 0 with input as stack("active", [])
	count(check.deny) == 0 with input as stack("updating", [])
}

test_fail if {
	check.deny == {"The last operation on the stack failed."} with input as stack("failed", [])
	resources := [
		{"LogicalResourceId": "Queue", "ResourceStatus": "CREATE_FAILED"},
		{"LogicalResourceId": "Table", "ResourceStatus": "CREATE_COMPLETE"},
	]
	check.deny == {"The last operation on the stack failed at Queue."} with input as stack("failed", resources)
}

test_no_data_of_resources if count(check.deny) == 1 with input as {"state": "failed", "properties": {}}
