package pantheon.checks.ecs.containers_have_no_powerful_capabilities_test

import data.pantheon.checks.ecs.containers_have_no_powerful_capabilities as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task(added("NET_BIND_SERVICE"))
}

test_fail if {
	sentence := "app has the capability SYS_ADMIN."
	check.deny == {sentence} with input as task(added("SYS_ADMIN"))
}

added(capability) := {"LinuxParameters": {"Capabilities": {"Add": [capability], "Drop": ["ALL"]}}}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
