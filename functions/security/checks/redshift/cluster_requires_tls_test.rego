package pantheon.checks.redshift.cluster_requires_tls_test

import data.pantheon.checks.redshift.cluster_requires_tls as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"ClusterParameters": {"require_ssl": "true"}}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"ClusterParameters": {"require_ssl": "false"}}
	check.deny == {"The parameter require_ssl is not true."} with input as {"properties": properties}
}

test_fail_never_set if {
	count(check.deny) == 1 with input as {"properties": {"ClusterParameterGroupName": "default.redshift-1.0"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["ClusterParameters"]}}
}
