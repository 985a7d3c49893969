package pantheon.checks.redshift.cluster_logs_user_activity_test

import data.pantheon.checks.redshift.cluster_logs_user_activity as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"ClusterParameters": {"enable_user_activity_logging": "true"}}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"ClusterParameters": {"enable_user_activity_logging": "false"}}
	check.deny == {"The parameter enable_user_activity_logging is not true."} with input as {"properties": properties}
}

test_fail_never_set if {
	count(check.deny) == 1 with input as {"properties": {"ClusterParameterGroupName": "default.redshift-1.0"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["ClusterParameters"]}}
}
