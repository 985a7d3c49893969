package pantheon.checks.config.recorder_delivers_test

import data.pantheon.checks.config.recorder_delivers as check
import rego.v1

recorder(state, properties) := {"state": state, "properties": object.union({"Recording": true}, properties)}

test_pass if count(check.deny) == 0 with input as recorder("active", {})

test_fail if {
	refused := recorder("failed", {"LastErrorCode": "AccessDenied"})
	check.deny == {"The last delivery failed: AccessDenied."} with input as refused
	check.deny == {"The last delivery failed: no reason is given."} with input as recorder("failed", {})
}

test_skip_one_that_is_off if check.skip with input as {"state": "active", "properties": {"Recording": false}}

test_no_data if count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["Recording"]}}
