package pantheon.checks.cloudformation.stack_tells_of_its_changes_test

import data.pantheon.checks.cloudformation.stack_tells_of_its_changes as check
import rego.v1

stack(properties) := {"state": "active", "properties": object.union({"StackName": "shop"}, properties)}

test_pass if {
	topic := "arn:aws:sns:eu-west-1:111111111111:deployments"
	count(check.deny) == 0 with input as stack({"NotificationARNs": [topic]})
}

test_fail if check.deny == {"No topic is told of changes."} with input as stack({})

test_skip if {
	check.skip with input as stack({"ParentId": "arn:aws:cloudformation:eu-west-1:111111111111:stack/all/1"})
	check.skip with input as object.union(stack({}), {"state": "deleting"})
}

test_no_data_is_no_topic if count(check.deny) == 1 with input as {"state": "active", "properties": {}}
