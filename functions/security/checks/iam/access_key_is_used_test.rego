package pantheon.checks.iam.access_key_is_used_test

import data.pantheon.checks.iam.access_key_is_used as check
import rego.v1

key(changed) := {
	"now": "2026-06-01T12:00:00Z",
	"created_at": "2025-01-01T00:00:00Z",
	"properties": object.union({"Status": "Active", "UserName": "alice"}, changed),
}

test_pass if {
	count(check.deny) == 0 with input as key({"LastUsedWeek": "2026-05-25"})
	count(check.deny) == 0 with input as key({"LastUsedWeek": "2026-04-13"})
}

test_pass_new_and_not_used_yet if {
	young := object.union(key({}), {"created_at": "2026-05-20T00:00:00Z"})
	count(check.deny) == 0 with input as young
}

test_fail if {
	sentence := "The key of the user alice was not used for 50 days."
	check.deny == {sentence} with input as key({"LastUsedWeek": "2026-04-06"})
}

test_fail_never_used if {
	check.deny == {"The key of the user alice was never used in its 516 days."} with input as key({})
}

test_skip_one_that_is_off if check.skip with input as key({"Status": "Inactive"})

test_no_data if count(check.unknown) == 1 with input as key({"Unread": ["LastUsedWeek"]})
