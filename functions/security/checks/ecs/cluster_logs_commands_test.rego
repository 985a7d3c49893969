package pantheon.checks.ecs.cluster_logs_commands_test

import data.pantheon.checks.ecs.cluster_logs_commands as check
import rego.v1

cluster(logging) := {"properties": {"Configuration": {"ExecuteCommandConfiguration": {"Logging": logging}}}}

test_pass if {
	count(check.deny) == 0 with input as cluster("OVERRIDE")
	count(check.deny) == 0 with input as cluster("DEFAULT")
}

test_fail if {
	count(check.deny) == 1 with input as cluster("NONE")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
