package pantheon.checks.ecs.containers_log_test

import data.pantheon.checks.ecs.containers_log as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task({"LogConfiguration": {"LogDriver": "awslogs"}})
}

test_fail if {
	sentence := "app writes no logs."
	check.deny == {sentence} with input as task({})
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
