package pantheon.checks.cloudformation.stack_is_protected_from_deletion_test

import data.pantheon.checks.cloudformation.stack_is_protected_from_deletion as check
import rego.v1

stack(properties) := {"state": "active", "properties": object.union({"StackName": "shop"}, properties)}

test_pass if count(check.deny) == 0 with input as stack({"EnableTerminationProtection": true})

test_fail if {
	check.deny == {"Termination protection is off."} with input as stack({"EnableTerminationProtection": false})
}

test_skip if {
	check.skip with input as stack({"ParentId": "arn:aws:cloudformation:eu-west-1:111111111111:stack/all/1"})
	check.skip with input as object.union(stack({}), {"state": "deleting"})
}

test_no_data_is_off if count(check.deny) == 1 with input as stack({})
