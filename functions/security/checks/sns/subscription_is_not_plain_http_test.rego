package pantheon.checks.sns.subscription_is_not_plain_http_test

import data.pantheon.checks.sns.subscription_is_not_plain_http as check
import rego.v1

subscription(protocol) := {"properties": {
	"Protocol": protocol,
	"TopicArn": "arn:aws:sns:eu-west-1:111111111111:alerts",
}}

test_pass if {
	count(check.deny) == 0 with input as subscription("https")
	count(check.deny) == 0 with input as subscription("email")
}

test_fail if {
	sentence := "Messages of arn:aws:sns:eu-west-1:111111111111:alerts are delivered over plain HTTP."
	check.deny == {sentence} with input as subscription("http")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
