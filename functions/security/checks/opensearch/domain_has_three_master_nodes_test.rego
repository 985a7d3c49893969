package pantheon.checks.opensearch.domain_has_three_master_nodes_test

import data.pantheon.checks.opensearch.domain_has_three_master_nodes as check
import rego.v1

domain(enabled, masters) := {"properties": {"ClusterConfig": {
	"DedicatedMasterCount": masters,
	"DedicatedMasterEnabled": enabled,
}}}

test_pass if {
	count(check.deny) == 0 with input as domain(true, 3)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail_few if {
	check.deny == {"There are less than three dedicated master nodes: 2."} with input as domain(true, 2)
}

test_fail_none if {
	check.deny == {"There are less than three dedicated master nodes: 0."} with input as domain(false, 3)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
