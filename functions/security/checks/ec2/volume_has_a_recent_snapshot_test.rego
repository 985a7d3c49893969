package pantheon.checks.ec2.volume_has_a_recent_snapshot_test

import data.pantheon.checks.ec2.volume_has_a_recent_snapshot as check
import rego.v1

volume := {
	"now": "2026-03-01T00:00:00Z",
	"native_id": "vol-1",
	"created_at": "2026-01-01T00:00:00Z",
	"properties": {"Attachments": [{"InstanceId": "i-1"}]},
}

estate(id, made, state) := {"AWS::EC2::Snapshot": {"snap-1": {
	"state": state,
	"created_at": made,
	"properties": {"VolumeId": id},
}}}

test_pass if {
	all := estate("vol-1", "2026-02-27T00:00:00Z", "active")
	count(check.deny) == 0 with input as volume with data.estate as all
	not check.skip with input as volume with data.estate as all
}

test_pass_new_is_skipped if {
	check.skip with input as object.union(volume, {"created_at": "2026-02-20T00:00:00Z"})
}

test_pass_unused_is_skipped if {
	check.skip with input as object.union(volume, {"properties": {"Attachments": []}})
}

test_fail_old if {
	count(check.deny) == 1 with input as volume with data.estate as estate("vol-1", "2026-01-02T00:00:00Z", "active")
}

test_fail_other_volume if {
	count(check.deny) == 1 with input as volume with data.estate as estate("vol-2", "2026-02-27T00:00:00Z", "active")
}

test_fail_snapshot_failed if {
	count(check.deny) == 1 with input as volume with data.estate as estate("vol-1", "2026-02-27T00:00:00Z", "failed")
}

test_no_data if {
	count(check.deny) == 1 with input as volume
}
