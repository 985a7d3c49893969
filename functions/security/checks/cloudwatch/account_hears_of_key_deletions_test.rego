package pantheon.checks.cloudwatch.account_hears_of_key_deletions_test

import data.pantheon.checks.cloudwatch.account_hears_of_key_deletions as check
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

topic := "arn:aws:sns:eu-west-1:111111111111:alarms"

estate(pattern) := {
	"AWS::CloudTrail::Trail": {"trail": {"native_id": "all", "properties": {
		"CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
		"IsLogging": true,
		"IsMultiRegionTrail": true,
	}}},
	"AWS::CloudWatch::Alarm": {"alarm": {"region": "eu-west-1", "properties": {
		"ActionsEnabled": true,
		"AlarmActions": [topic],
		"MetricName": "Seen",
		"Namespace": "Trail",
	}}},
	"AWS::Logs::MetricFilter": {"filter": {"region": "eu-west-1", "properties": {
		"FilterName": "seen",
		"FilterPattern": pattern,
		"LogGroupName": "trail",
		"MetricTransformations": [{"MetricName": "Seen", "MetricNamespace": "Trail", "MetricValue": "1"}],
	}}},
	"AWS::SNS::Subscription": {"subscription": {"properties": {"Protocol": "email", "TopicArn": topic}}},
}

finding(events) := sprintf("{ ($.eventSource = kms.amazonaws.com) && (%s) }", [concat(" || ", terms)]) if {
	terms := [sprintf("($.eventName = %s)", [event]) | some event in events]
}

events := {"DisableKey", "ScheduleKeyDeletion"}

pattern := finding(events)

test_pass if count(check.deny) == 0 with input as account with data.estate as estate(pattern)

test_fail_found_by_no_filter if {
	sentence := "No metric filter of trail finds it."
	every other in ["", "{ $.eventName = Other }", finding(events - {"DisableKey"})] {
		check.deny == {sentence} with input as account with data.estate as estate(other)
	}
}

test_fail_nobody_is_told if {
	sentence := "No alarm tells anybody of what the metric filter seen finds."
	unsubscribed := object.remove(estate(pattern), ["AWS::SNS::Subscription"])
	check.deny == {sentence} with input as account with data.estate as unsubscribed
}

test_fail_no_trail if {
	sentence := "No trail of all regions writes into a log group of the account."
	check.deny == {sentence} with input as account with data.estate as {}
}

test_no_data if {
	role := "111111111111:global:AWS.IAM.Role:AWSServiceRoleForCloudTrail"
	linked := {"AWS::IAM::Role": {role: {"properties": {}}}}
	count(check.unknown) == 1 with input as account with data.estate as linked
}
