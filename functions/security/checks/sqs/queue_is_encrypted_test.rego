package pantheon.checks.sqs.queue_is_encrypted_test

import data.pantheon.checks.sqs.queue_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"SqsManagedSseEnabled": true}}
	own := {"KmsMasterKeyId": "alias/queues", "SqsManagedSseEnabled": false}
	count(check.deny) == 0 with input as {"properties": own}
}

test_fail if {
	check.deny == {"Messages are not encrypted at rest."} with input as {"properties": {"SqsManagedSseEnabled": false}}
	count(check.deny) == 1 with input as {"properties": {"QueueName": "inbox"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetQueueAttributes"]}}
}
