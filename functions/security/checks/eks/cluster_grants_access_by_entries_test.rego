package pantheon.checks.eks.cluster_grants_access_by_entries_test

import data.pantheon.checks.eks.cluster_grants_access_by_entries as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AccessConfig": {"AuthenticationMode": "API"}}}
}

test_fail if {
	both := {"properties": {"AccessConfig": {"AuthenticationMode": "API_AND_CONFIG_MAP"}}}
	check.deny == {"Its mode is API_AND_CONFIG_MAP."} with input as both
	check.deny == {"Its mode is CONFIG_MAP."} with input as {"properties": {"Name": "old"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}
