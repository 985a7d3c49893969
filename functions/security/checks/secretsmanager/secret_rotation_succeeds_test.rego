package pantheon.checks.secretsmanager.secret_rotation_succeeds_test

import data.pantheon.checks.secretsmanager.secret_rotation_succeeds as check
import rego.v1

secret(properties) := {
	"now": "2026-06-01T12:00:00Z",
	"created_at": "2024-01-01T00:00:00Z",
	"region": "eu-west-1",
	"account_id": "111111111111",
	"properties": properties,
}

rotating(changed) := secret(object.union(
	{"RotationEnabled": true, "RotationRules": {"AutomaticallyAfterDays": 30}},
	changed,
))

test_pass if {
	count(check.deny) == 0 with input as rotating({"LastRotatedWeek": "2026-05-04"})
	count(check.deny) == 0 with input as rotating({"LastRotatedWeek": "2026-04-20"})
}

test_fail if {
	sentence := "It was rotated 50 days ago, and should be every 30 days."
	check.deny == {sentence} with input as rotating({"LastRotatedWeek": "2026-04-06"})
}

test_fail_by_a_rate if {
	hourly := {"RotationEnabled": true, "RotationRules": {"ScheduleExpression": "rate(48 hours)"}}
	sentence := "It was rotated 22 days ago, and should be every 2 days."
	check.deny == {sentence} with input as secret(object.union(hourly, {"LastRotatedWeek": "2026-05-04"}))
	daily := {"RotationEnabled": true, "RotationRules": {"ScheduleExpression": "rate(10 days)"}}
	count(check.deny) == 1 with input as secret(object.union(daily, {"LastRotatedWeek": "2026-05-04"}))
}

test_fail_never_rotated if {
	check.deny == {"It was never rotated in 882 days, and should be every 30."} with input as rotating({})
}

test_skip if {
	check.skip with input as secret({"RotationEnabled": false})
	check.skip with input as rotating({"PrimaryRegion": "us-east-1"})
	by_calendar := {"RotationEnabled": true, "RotationRules": {"ScheduleExpression": "cron(0 4 1 * ? *)"}}
	check.skip with input as secret(by_calendar)
}

test_no_data_of_a_schedule if check.skip with input as secret({"RotationEnabled": true})
