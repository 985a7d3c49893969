package pantheon.checks.ec2.instance_was_started_lately_test

import data.pantheon.checks.ec2.instance_was_started_lately as check
import rego.v1

instance(started) := {"now": "2026-07-01T00:00:00Z", "properties": {"LaunchTime": started}}

test_pass if {
	count(check.deny) == 0 with input as instance("2026-01-02T00:00:00Z")
}

test_pass_stopped if {
	properties := {"LaunchTime": "2020-01-01T00:00:00Z", "StateReason": "Client.UserInitiatedShutdown"}
	count(check.deny) == 0 with input as {"now": "2026-07-01T00:00:00Z", "properties": properties}
}

test_fail if {
	check.deny == {"It has run for 181 days without a restart."} with input as instance("2026-01-01T00:00:00Z")
}

test_no_data if {
	count(check.deny) == 0 with input as {"now": "2026-07-01T00:00:00Z", "properties": {}}
}
