package pantheon.checks.cloudtrail.trail_leaves_no_service_out_test

import data.pantheon.checks.cloudtrail.trail_leaves_no_service_out as check
import rego.v1

trail(selector) := {"properties": {"EventSelectors": [selector]}}

test_pass if {
	count(check.deny) == 0 with input as trail({"IncludeManagementEvents": true, "ReadWriteType": "All"})
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	but_keys := {"ExcludeManagementEventSources": ["kms.amazonaws.com"], "IncludeManagementEvents": true}
	check.deny == {"The trail leaves out what is done by kms.amazonaws.com."} with input as trail(but_keys)
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["EventSelectors"]}}
