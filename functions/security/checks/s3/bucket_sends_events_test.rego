package pantheon.checks.s3.bucket_sends_events_test

import data.pantheon.checks.s3.bucket_sends_events as check
import rego.v1

bucket(notification) := {"properties": {"NotificationConfiguration": notification}}

test_pass_eventbridge if {
	count(check.deny) == 0 with input as bucket({"EventBridgeConfiguration": {"EventBridgeEnabled": true}})
}

test_pass_queue if {
	queue := {"Events": ["s3:ObjectCreated:*"], "Queue": "arn:aws:sqs:eu-central-1:111111111111:uploads"}
	count(check.deny) == 0 with input as bucket({"QueueConfigurations": [queue]})
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["NotificationConfiguration"]}}
}
