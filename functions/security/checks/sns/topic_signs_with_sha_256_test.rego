package pantheon.checks.sns.topic_signs_with_sha_256_test

import data.pantheon.checks.sns.topic_signs_with_sha_256 as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"SignatureVersion": "2"}}
}

test_fail if {
	check.deny == {"Messages are signed with SHA-1."} with input as {"properties": {"SignatureVersion": "1"}}
	count(check.deny) == 1 with input as {"properties": {"TopicName": "alerts"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetTopicAttributes"]}}
}
