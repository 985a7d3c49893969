package pantheon.checks.iam.access_key_was_not_made_with_its_user_test

import data.pantheon.checks.iam.access_key_was_not_made_with_its_user as check
import rego.v1

key(made) := {
	"created_at": made,
	"dependencies": ["1:global:AWS.IAM.User:alice"],
	"properties": {"Status": "Active", "UserName": "alice"},
}

estate(properties) := {"AWS::IAM::User": {"1:global:AWS.IAM.User:alice": {
	"native_id": "alice",
	"created_at": "2026-01-01T12:00:00Z",
	"properties": properties,
}}}

password := {"LoginProfile": {"PasswordResetRequired": false}}

test_pass_made_later if {
	count(check.deny) == 0 with input as key("2026-01-02T12:00:00Z") with data.estate as estate(password)
}

test_pass_a_machine if {
	count(check.deny) == 0 with input as key("2026-01-01T12:00:05Z") with data.estate as estate({})
}

test_fail if {
	sentence := "The key was made together with the user alice, who has a password."
	check.deny == {sentence} with input as key("2026-01-01T12:00:05.250Z") with data.estate as estate(password)
}

test_skip_one_that_is_off if {
	off := object.union(key("2026-01-01T12:00:05Z"), {"properties": {"Status": "Inactive"}})
	check.skip with input as off
}

test_no_data if {
	hidden := estate({"Unread": ["LoginProfile"]})
	count(check.unknown) == 1 with input as key("2026-01-01T12:00:05Z") with data.estate as hidden
}
