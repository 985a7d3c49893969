package pantheon.checks.iam.access_key_is_rotated_test

import data.pantheon.checks.iam.access_key_is_rotated as check
import rego.v1

key(made, status) := {
	"now": "2026-06-01T12:00:00Z",
	"created_at": made,
	"properties": {"Status": status, "UserName": "alice"},
}

test_pass if {
	count(check.deny) == 0 with input as key("2026-05-01T00:00:00Z", "Active")
	count(check.deny) == 0 with input as key("2026-03-03T12:00:00Z", "Active")
}

test_fail if {
	sentence := "The key of the user alice is 91 days old."
	check.deny == {sentence} with input as key("2026-03-02T12:00:00Z", "Active")
}

test_skip_one_that_is_off if check.skip with input as key("2020-01-01T00:00:00Z", "Inactive")

test_no_data if {
	count(check.unknown) == 1 with input as key(null, "Active")
	count(check.deny) == 0 with input as key(null, "Active")
}
