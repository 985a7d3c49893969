package pantheon.checks.sns.topic_is_encrypted_test

import data.pantheon.checks.sns.topic_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"KmsMasterKeyId": "alias/aws/sns"}}
}

test_fail if {
	check.deny == {"No key of KMS is set."} with input as {"properties": {"TopicName": "alerts"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetTopicAttributes"]}}
}
