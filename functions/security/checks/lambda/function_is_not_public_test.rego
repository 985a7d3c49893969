package pantheon.checks.lambda.function_is_not_public_test

import data.pantheon.checks.lambda.function_is_not_public as check
import rego.v1

function(statement) := {"state": "active", "properties": {"Policy": {"Statement": [statement]}}}

open := {"Sid": "all", "Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction"}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {}}
	own := object.union(open, {"Principal": {"AWS": "arn:aws:iam::222222222222:root"}})
	count(check.deny) == 0 with input as function(own)
}

test_pass_tied if {
	tied := object.union(open, {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})
	count(check.deny) == 0 with input as function(tied)
	bucket := object.union(open, {"Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::own-bucket"}}})
	count(check.deny) == 0 with input as function(bucket)
}

test_pass_url_is_another_matter if {
	url := object.union(open, {
		"Action": "lambda:InvokeFunctionUrl",
		"Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}},
	})
	count(check.deny) == 0 with input as function(url)
}

test_fail if {
	check.deny == {"The statement all lets everybody do lambda:InvokeFunction."} with input as function(open)
}

test_fail_other_spelling if {
	other := object.union(open, {"Principal": {"AWS": "*"}, "Action": ["lambda:*"]})
	count(check.deny) == 1 with input as function(other)
	single := {"properties": {"Policy": {"Statement": other}}}
	count(check.deny) == 1 with input as single
}

test_fail_any_resource_of_anybody if {
	vague := object.union(open, {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}})
	count(check.deny) == 1 with input as function(vague)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Policy"]}}
}
