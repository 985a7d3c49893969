package pantheon.checks.ecs.task_role_is_not_the_execution_role_test

import data.pantheon.checks.ecs.task_role_is_not_the_execution_role as check
import rego.v1

test_pass if {
	app := "arn:aws:iam::111111111111:role/app"
	roles := {"TaskRoleArn": app, "ExecutionRoleArn": "arn:aws:iam::111111111111:role/pull"}
	count(check.deny) == 0 with input as {"properties": roles}
}

test_fail if {
	role := "arn:aws:iam::111111111111:role/app"
	roles := {"TaskRoleArn": role, "ExecutionRoleArn": role}
	check.deny == {"arn:aws:iam::111111111111:role/app is both."} with input as {"properties": roles}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
