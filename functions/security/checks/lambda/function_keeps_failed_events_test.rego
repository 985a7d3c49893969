package pantheon.checks.lambda.function_keeps_failed_events_test

import data.pantheon.checks.lambda.function_keeps_failed_events as check
import rego.v1

test_pass if {
	queue := {"DeadLetterConfig": {"TargetArn": "arn:aws:sqs:eu-west-1:111111111111:dead"}}
	count(check.deny) == 0 with input as {"properties": queue}
}

test_fail if {
	check.deny == {"It has no dead letter queue."} with input as {"properties": {"FunctionName": "f"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
