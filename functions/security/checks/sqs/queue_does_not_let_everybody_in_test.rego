package pantheon.checks.sqs.queue_does_not_let_everybody_in_test

import data.pantheon.checks.sqs.queue_does_not_let_everybody_in as check
import rego.v1

statement := {
	"Sid": "Open",
	"Effect": "Allow",
	"Principal": {"AWS": "*"},
	"Action": "SQS:SendMessage",
	"Resource": "arn:aws:sqs:eu-west-1:111111111111:inbox",
}

queue(changed) := {"properties": {"Policy": {"Statement": [object.union(statement, changed)]}}}

test_pass_narrowed if {
	every condition in [
		{"StringEquals": {"AWS:SourceOwner": "111111111111"}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::uploads"}},
		{"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
	] {
		count(check.deny) == 0 with input as queue({"Condition": condition})
	}
}

test_pass_named if {
	principal := {"AWS": "arn:aws:iam::222222222222:root"}
	count(check.deny) == 0 with input as queue({"Principal": principal})
	count(check.deny) == 0 with input as queue({"Effect": "Deny"})
	count(check.deny) == 0 with input as {"properties": {}}
}

test_pass_held_back if {
	denial := object.union(statement, {"Effect": "Deny", "Condition": {"StringNotEquals": {
		"aws:PrincipalOrgID": "o-abcdefghij",
	}}})
	policy := {"Policy": {"Statement": [statement, denial]}}
	count(check.deny) == 0 with input as {"properties": policy}
}

test_fail if {
	sentence := "The statement Open of the policy lets everybody do SQS:SendMessage."
	check.deny == {sentence} with input as queue({})
	check.deny == {sentence} with input as queue({"Principal": "*"})
}

test_fail_conditions_that_do_not_narrow if {
	every condition in [
		{"Bool": {"aws:SecureTransport": "true"}},
		{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
		{"StringLike": {"aws:SourceAccount": "*"}},
	] {
		count(check.deny) == 1 with input as queue({"Condition": condition})
	}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["GetQueueAttributes"]}}
}
