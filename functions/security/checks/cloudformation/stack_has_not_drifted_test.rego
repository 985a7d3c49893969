package pantheon.checks.cloudformation.stack_has_not_drifted_test

import data.pantheon.checks.cloudformation.stack_has_not_drifted as check
import rego.v1

stack(properties) := {"state": "active", "properties": object.union({"StackName": "shop"}, properties)}

test_pass if {
	count(check.deny) == 0 with input as stack({"DriftStatus": "IN_SYNC"})
	count(check.deny) == 0 with input as stack({"DriftStatus": "NOT_CHECKED"})
}

test_fail if {
	changed := stack({"DriftStatus": "DRIFTED", "StackResourceDrifts": [
		{"LogicalResourceId": "Queue", "StackResourceDriftStatus": "MODIFIED"},
		{"LogicalResourceId": "Table", "StackResourceDriftStatus": "IN_SYNC"},
	]})
	check.deny == {"Changed by hand: Queue (modified)."} with input as changed
	check.deny == {"Something was changed by hand."} with input as stack({"DriftStatus": "DRIFTED"})
}

test_skip_while_it_goes if check.skip with input as object.union(stack({}), {"state": "deleting"})

test_no_data if count(check.unknown) == 1 with input as stack({"Unread": ["StackResourceDrifts"]})
