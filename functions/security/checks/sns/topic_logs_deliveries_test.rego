package pantheon.checks.sns.topic_logs_deliveries_test

import data.pantheon.checks.sns.topic_logs_deliveries as check
import rego.v1

test_pass if {
	logging := [{"FailureFeedbackRoleArn": "arn:aws:iam::111111111111:role/sns-logs", "Protocol": "lambda"}]
	count(check.deny) == 0 with input as {"properties": {"DeliveryStatusLogging": logging}}
}

test_fail if {
	check.deny == {"Deliveries are logged for no protocol."} with input as {"properties": {"TopicName": "alerts"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetTopicAttributes"]}}
}
