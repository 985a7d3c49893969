package pantheon.checks.iam.role_is_used_test

import data.pantheon.checks.iam.role_is_used as check
import rego.v1

role(made, properties) := {"now": "2026-06-01T12:00:00Z", "created_at": made, "properties": properties}

test_pass if {
	count(check.deny) == 0 with input as role("2024-01-01T00:00:00Z", {"LastUsedWeek": "2026-05-25"})
	count(check.deny) == 0 with input as role("2026-05-01T00:00:00Z", {})
}

test_fail if {
	used := role("2024-01-01T00:00:00Z", {"LastUsedWeek": "2026-01-05"})
	check.deny == {"It was not used for 141 days."} with input as used
}

test_fail_never_used if {
	check.deny == {"It was never used in its 151 days."} with input as role("2026-01-01T00:00:00Z", {})
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_of_when_it_was_made if count(check.deny) == 0 with input as role(null, {})
