package pantheon.checks.ecs.task_definition_keeps_host_network_from_root_test

import data.pantheon.checks.ecs.task_definition_keeps_host_network_from_root as check
import rego.v1

task(container) := {"properties": {
	"ContainerDefinitions": [object.union({"Name": "app"}, container)],
	"NetworkMode": "host",
}}

test_pass if {
	count(check.deny) == 0 with input as task({"User": "1000"})
}

test_pass_privileged_is_another_matter if {
	count(check.deny) == 0 with input as task({"Privileged": true})
}

test_pass_own_network_is_skipped if {
	check.skip with input as {"properties": {"NetworkMode": "awsvpc"}}
}

test_fail if {
	sentence := "app shares the network of its host and may run as root."
	check.deny == {sentence} with input as task({"Privileged": false})
	check.deny == {sentence} with input as task({"User": "0:0"})
}

test_no_data if {
	check.skip with input as {"properties": {}}
}
