package pantheon.checks.cloudwatch.alarm_has_an_action_test

import data.pantheon.checks.cloudwatch.alarm_has_an_action as check
import rego.v1

alarm(properties) := {"id": "111111111111:eu-west-1:AWS.CloudWatch.Alarm:cpu", "properties": properties}

asking(ids) := {"AWS::CloudWatch::CompositeAlarm": {"shop": {"dependencies": ids, "properties": {}}}}

test_pass if {
	acting := alarm({"AlarmActions": ["arn:aws:sns:eu-west-1:111111111111:alarms"]})
	count(check.deny) == 0 with input as acting with data.estate as {}
}

test_fail if {
	check.deny == {"Nothing happens when the alarm rings."} with input as alarm({}) with data.estate as {}
	other := asking(["111111111111:eu-west-1:AWS.CloudWatch.Alarm:disk"])
	not check.skip with input as alarm({}) with data.estate as other
}

test_skip_one_that_another_asks if {
	check.skip with input as alarm({}) with data.estate as asking(["111111111111:eu-west-1:AWS.CloudWatch.Alarm:cpu"])
}

test_no_data_is_no_action if count(check.deny) == 1 with input as alarm({}) with data.estate as {}
