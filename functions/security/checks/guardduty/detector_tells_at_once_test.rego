package pantheon.checks.guardduty.detector_tells_at_once_test

import data.pantheon.checks.guardduty.detector_tells_at_once as check
import rego.v1

detector(frequency) := {"properties": {"Enable": true, "FindingPublishingFrequency": frequency}}

test_pass if count(check.deny) == 0 with input as detector("FIFTEEN_MINUTES")

test_fail if {
	check.deny == {"Findings that go on are told every hour."} with input as detector("ONE_HOUR")
	check.deny == {"Findings that go on are told every six hours."} with input as detector("SIX_HOURS")
}

test_fail_never_set if count(check.deny) == 1 with input as {"properties": {"Enable": true}}

test_skip_a_detector_that_is_off if check.skip with input as {"properties": {"Enable": false}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["Features"]}}
