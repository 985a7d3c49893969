package pantheon.checks.sns.topic_policy_binds_services_test

import data.pantheon.checks.sns.topic_policy_binds_services as check
import rego.v1

topic(condition) := {"properties": {"Policy": {"Statement": [{
	"Effect": "Allow",
	"Principal": {"Service": "s3.amazonaws.com"},
	"Action": "sns:Publish",
	"Resource": "*",
	"Condition": condition,
}]}}}

test_pass if {
	count(check.deny) == 0 with input as topic({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::uploads"}})
	count(check.deny) == 0 with input as topic({"StringEquals": {"aws:SourceAccount": "111111111111"}})
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	check.deny == {"The policy lets s3.amazonaws.com in on behalf of any account."} with input as topic({})
	count(check.deny) == 1 with input as topic({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetTopicAttributes"]}}
}
