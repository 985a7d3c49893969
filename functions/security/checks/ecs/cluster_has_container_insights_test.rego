package pantheon.checks.ecs.cluster_has_container_insights_test

import data.pantheon.checks.ecs.cluster_has_container_insights as check
import rego.v1

cluster(value) := {"properties": {"ClusterSettings": [{"Name": "containerInsights", "Value": value}]}}

test_pass if {
	count(check.deny) == 0 with input as cluster("enabled")
	count(check.deny) == 0 with input as cluster("enhanced")
}

test_fail if {
	check.deny == {"Container Insights is off."} with input as cluster("disabled")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
