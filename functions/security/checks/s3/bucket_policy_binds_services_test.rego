package pantheon.checks.s3.bucket_policy_binds_services_test

import data.pantheon.checks.s3.bucket_policy_binds_services as check
import rego.v1

statement := {
	"Effect": "Allow",
	"Principal": {"Service": "cloudfront.amazonaws.com"},
	"Action": "s3:GetObject",
	"Resource": "arn:aws:s3:::site/*",
}

bucket(changed) := {"properties": {"PolicyDocument": {"Statement": [object.union(statement, changed)]}}}

test_pass if {
	arn := "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE"
	count(check.deny) == 0 with input as bucket({"Condition": {"StringEquals": {"AWS:SourceArn": arn}}})
}

test_pass_no_service if {
	policy := {"Statement": {"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "s3:*"}}
	count(check.deny) == 0 with input as {"properties": {"PolicyDocument": policy}}
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	sentence := "The bucket policy lets cloudfront.amazonaws.com in on behalf of any account."
	check.deny == {sentence} with input as bucket({})
}

test_fail_condition_on_something_else if {
	condition := {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
	count(check.deny) == 1 with input as bucket({"Condition": condition})
}

test_fail_any_source if {
	count(check.deny) == 1 with input as bucket({"Condition": {"StringLike": {"aws:SourceAccount": "*"}}})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PolicyDocument"]}}
}
