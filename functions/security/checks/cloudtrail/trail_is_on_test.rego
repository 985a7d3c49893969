package pantheon.checks.cloudtrail.trail_is_on_test

import data.pantheon.checks.cloudtrail.trail_is_on as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"IsLogging": true}}

test_fail if {
	check.deny == {"The trail is off."} with input as {"properties": {"IsLogging": false}}
	count(check.deny) == 1 with input as {"properties": {}}
}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["IsLogging"]}}
