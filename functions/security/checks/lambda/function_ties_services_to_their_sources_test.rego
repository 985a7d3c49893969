package pantheon.checks.lambda.function_ties_services_to_their_sources_test

import data.pantheon.checks.lambda.function_ties_services_to_their_sources as check
import rego.v1

function(condition) := {"properties": {"Policy": {"Statement": [object.union(
	{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:InvokeFunction"},
	condition,
)]}}}

test_pass if {
	account := {"Condition": {"StringEquals": {"AWS:SourceAccount": "111111111111"}}}
	count(check.deny) == 0 with input as function(account)
	skill := {"Condition": {"StringEquals": {"lambda:EventSourceToken": "amzn1.ask.skill.1"}}}
	count(check.deny) == 0 with input as function(skill)
}

test_fail if {
	check.deny == {"s3.amazonaws.com may call it for anybody."} with input as function({})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Policy"]}}
}
