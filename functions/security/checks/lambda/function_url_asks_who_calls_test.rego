package pantheon.checks.lambda.function_url_asks_who_calls_test

import data.pantheon.checks.lambda.function_url_asks_who_calls as check
import rego.v1

function(conditions) := {"properties": {"Policy": {"Statement": [{
	"Sid": "url",
	"Effect": "Allow",
	"Principal": "*",
	"Action": "lambda:InvokeFunctionUrl",
	"Condition": conditions,
}]}}}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {}}
	network := {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE", "aws:SourceVpc": "vpc-1"}}
	count(check.deny) == 0 with input as function(network)
}

test_fail if {
	sentence := "The statement url lets everybody call its URL without a signature."
	check.deny == {sentence} with input as function({"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}})
	check.deny == {sentence} with input as function({"Bool": {"lambda:InvokedViaFunctionUrl": "true"}})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Policy"]}}
}
