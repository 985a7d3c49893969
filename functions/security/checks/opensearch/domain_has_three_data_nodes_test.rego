package pantheon.checks.opensearch.domain_has_three_data_nodes_test

import data.pantheon.checks.opensearch.domain_has_three_data_nodes as check
import rego.v1

domain(nodes, zones) := {"properties": {"ClusterConfig": {"InstanceCount": nodes, "ZoneAwarenessEnabled": zones}}}

test_pass if {
	count(check.deny) == 0 with input as domain(3, true)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_few_nodes if {
	check.deny == {"There are less than three data nodes: 2."} with input as domain(2, true)
}

test_fail_one_zone if {
	check.deny == {"All data nodes are in one zone."} with input as domain(6, false)
}

test_no_data if {
	count(check.deny) == 2 with input as {"properties": {}}
}
