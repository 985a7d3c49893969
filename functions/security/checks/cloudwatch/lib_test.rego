package pantheon.checks.cloudwatch.lib_test

import data.pantheon.lib.cloudwatch
import rego.v1

account := {"account_id": "111111111111", "properties": {}}

estate(pattern, region, alarm) := {
	"AWS::CloudTrail::Trail": {"trail": {"native_id": "all", "properties": {
		"CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
		"IsLogging": true,
		"IsMultiRegionTrail": true,
	}}},
	"AWS::CloudWatch::Alarm": {"alarm": {"region": "eu-west-1", "properties": alarm}},
	"AWS::Logs::MetricFilter": {"filter": {"region": region, "properties": {
		"FilterName": "seen",
		"FilterPattern": pattern,
		"LogGroupName": "trail",
		"MetricTransformations": [{"MetricName": "Seen", "MetricNamespace": "Trail", "MetricValue": "1"}],
	}}},
	"AWS::SNS::Subscription": {"one": {"properties": {"TopicArn": "arn:aws:sns:eu-west-1:111111111111:alarms"}}},
}

alarm(action) := {"AlarmActions": [action], "MetricName": "Seen", "Namespace": "Trail"}

subscribed := alarm("arn:aws:sns:eu-west-1:111111111111:alarms")

hears(pattern, all) if {
	found := cloudwatch.finding("kms.amazonaws.com", {"DisableKey", "ScheduleKeyDeletion"}) with input as account
		with data.estate as all
	count(cloudwatch.unheard(found)) == 0 with input as account with data.estate as all
}

test_patterns_are_written_in_many_ways if {
	every pattern in [
		`{($.eventSource=kms.amazonaws.com)&&(($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion))}`,
		`{ $.eventName = "DisableKey" || $.eventName = 'ScheduleKeyDeletion' }`,
		`{ $.eventName = Disable* || $.eventName = *KeyDeletion }`,
		`{ $.eventSource = "kms.amazonaws.com" }`,
	] {
		hears(pattern, estate(pattern, "eu-west-1", subscribed))
	}
}

test_patterns_that_find_too_little if {
	every pattern in [
		"",
		`{ $.eventName = DisableKey }`,
		`{ $.eventName = DisableKey || $.eventName != ScheduleKeyDeletion }`,
		`{ $.eventSource = iam.amazonaws.com }`,
	] {
		not hears(pattern, estate(pattern, "eu-west-1", subscribed))
	}
}

all_of_kms := `{ $.eventSource = kms.amazonaws.com }`

test_alarms_that_are_heard if {
	every action in [
		"arn:aws:sns:eu-west-1:111111111111:alarms",
		"arn:aws:sns:eu-west-1:222222222222:security",
		"arn:aws:ssm:eu-west-1:111111111111:opsitem:1",
	] {
		hears(all_of_kms, estate(all_of_kms, "eu-west-1", alarm(action)))
	}
	metric := {"Metric": {"MetricName": "Seen", "Namespace": "Trail"}}
	math := {"AlarmActions": subscribed.AlarmActions, "Metrics": [{"Id": "m1", "MetricStat": metric}]}
	hears(all_of_kms, estate(all_of_kms, "eu-west-1", math))
}

test_alarms_that_are_not_heard if {
	every other in [
		alarm("arn:aws:sns:eu-west-1:111111111111:nobody"),
		object.union(subscribed, {"ActionsEnabled": false}),
		object.union(subscribed, {"MetricName": "Other"}),
		object.remove(subscribed, ["AlarmActions"]),
	] {
		not hears(all_of_kms, estate(all_of_kms, "eu-west-1", other))
	}
}

test_filters_of_other_regions if not hears(all_of_kms, estate(all_of_kms, "us-east-1", subscribed))
