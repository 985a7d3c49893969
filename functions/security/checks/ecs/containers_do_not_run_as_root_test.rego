package pantheon.checks.ecs.containers_do_not_run_as_root_test

import data.pantheon.checks.ecs.containers_do_not_run_as_root as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task({"User": "1000:1000"})
}

test_fail if {
	sentence := "app runs as root."
	check.deny == {sentence} with input as task({"User": "root"})
}

test_fail_by_number if {
	count(check.deny) == 1 with input as task({"User": "0:1000"})
}

test_pass_image_decides if {
	count(check.deny) == 0 with input as task({})
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
