package pantheon.checks.redshift.cluster_spans_zones_test

import data.pantheon.checks.redshift.cluster_spans_zones as check
import rego.v1

cluster(multi_az) := {"properties": {"MultiAZ": multi_az, "NodeType": "ra3.xlplus"}}

test_pass if {
	count(check.deny) == 0 with input as cluster("Enabled")
}

test_pass_is_silent_about_other_nodes if {
	check.skip with input as {"properties": {"NodeType": "dc2.large"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"The cluster is in one zone only."} with input as cluster("Disabled")
	not check.skip with input as cluster("Disabled")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"NodeType": "ra3.4xlarge"}}
}
