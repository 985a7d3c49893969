package pantheon.checks.sqs.queue_policy_binds_services_test

import data.pantheon.checks.sqs.queue_policy_binds_services as check
import rego.v1

queue(condition) := {"properties": {"Policy": {"Statement": [{
	"Effect": "Allow",
	"Principal": {"Service": "s3.amazonaws.com"},
	"Action": "sqs:SendMessage",
	"Resource": "*",
	"Condition": condition,
}]}}}

test_pass if {
	count(check.deny) == 0 with input as queue({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::uploads"}})
	count(check.deny) == 0 with input as queue({"StringEquals": {"aws:SourceAccount": "111111111111"}})
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	check.deny == {"The policy lets s3.amazonaws.com in on behalf of any account."} with input as queue({})
	count(check.deny) == 1 with input as queue({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetQueueAttributes"]}}
}
