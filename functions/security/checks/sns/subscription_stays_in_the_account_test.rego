package pantheon.checks.sns.subscription_stays_in_the_account_test

import data.pantheon.checks.sns.subscription_stays_in_the_account as check
import rego.v1

subscription(endpoint) := {
	"account_id": "111111111111",
	"properties": {"Endpoint": endpoint, "Protocol": "sqs"},
}

test_pass if {
	count(check.deny) == 0 with input as subscription("arn:aws:sqs:eu-west-1:111111111111:inbox")
}

test_fail if {
	sentence := "Messages are delivered to arn:aws:sqs:eu-west-1:222222222222:inbox."
	check.deny == {sentence} with input as subscription("arn:aws:sqs:eu-west-1:222222222222:inbox")
}

test_no_data_of_people if {
	count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {"Protocol": "email"}}
}
