package pantheon.checks.ecs.containers_cannot_change_their_files_test

import data.pantheon.checks.ecs.containers_cannot_change_their_files as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task({"ReadonlyRootFilesystem": true})
}

test_fail if {
	sentence := "app may change its root file system."
	check.deny == {sentence} with input as task({})
}

test_pass_windows_is_skipped if {
	check.skip with input as {"properties": {"RuntimePlatform": {"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
