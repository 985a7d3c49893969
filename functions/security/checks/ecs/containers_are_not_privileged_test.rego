package pantheon.checks.ecs.containers_are_not_privileged_test

import data.pantheon.checks.ecs.containers_are_not_privileged as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task({"Privileged": false})
}

test_fail if {
	sentence := "app is privileged."
	check.deny == {sentence} with input as task({"Privileged": true})
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
