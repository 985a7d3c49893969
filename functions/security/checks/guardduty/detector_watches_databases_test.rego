package pantheon.checks.guardduty.detector_watches_databases_test

import data.pantheon.checks.guardduty.detector_watches_databases as check
import rego.v1

detector(status) := {"properties": {"Enable": true, "Features": [{"Name": "RDS_LOGIN_EVENTS", "Status": status}]}}

test_pass if count(check.deny) == 0 with input as detector("ENABLED")

test_fail if check.deny == {"RDS Protection is off."} with input as detector("DISABLED")

test_fail_never_set if count(check.deny) == 1 with input as {"properties": {"Enable": true}}

test_skip_a_detector_that_is_off if check.skip with input as {"properties": {"Enable": false}}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Features"]}}
	not check.skip with input as {"properties": {"Unread": ["Features"]}}
}
