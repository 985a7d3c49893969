package pantheon.checks.ec2.volume_is_attached_test

import data.pantheon.checks.ec2.volume_is_attached as check
import rego.v1

volume(made, attachments) := {
	"now": "2026-02-01T00:00:00Z",
	"created_at": made,
	"properties": {"Attachments": attachments},
}

test_pass if {
	count(check.deny) == 0 with input as volume("2026-01-01T00:00:00Z", [{"InstanceId": "i-1"}])
}

test_pass_new if {
	count(check.deny) == 0 with input as volume("2026-01-31T00:00:00Z", [])
}

test_fail if {
	check.deny == {"It is attached to no instance."} with input as volume("2026-01-01T00:00:00Z", [])
}

test_no_data if {
	count(check.deny) == 0 with input as {"now": "2026-02-01T00:00:00Z", "created_at": null, "properties": {}}
}
