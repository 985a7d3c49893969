package pantheon.checks.ecs.containers_log_without_waiting_test

import data.pantheon.checks.ecs.containers_log_without_waiting as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task(logging("non-blocking"))
}

test_fail if {
	sentence := "app waits for its log lines."
	check.deny == {sentence} with input as task(logging("blocking"))
}

logging(mode) := {"LogConfiguration": {"LogDriver": "awslogs", "Options": {"mode": mode}}}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
