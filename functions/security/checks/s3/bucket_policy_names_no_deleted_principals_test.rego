package pantheon.checks.s3.bucket_policy_names_no_deleted_principals_test

import data.pantheon.checks.s3.bucket_policy_names_no_deleted_principals as check
import rego.v1

bucket(principal) := {"properties": {"PolicyDocument": {"Statement": {
	"Sid": "Read",
	"Effect": "Allow",
	"Principal": {"AWS": principal},
	"Action": "s3:GetObject",
	"Resource": "*",
}}}}

test_pass if {
	count(check.deny) == 0 with input as bucket("arn:aws:iam::111111111111:role/AROA")
	count(check.deny) == 0 with input as {"properties": {}}
}

test_fail if {
	sentence := "The statement Read names AROAEXAMPLEEXAMPLE12, which was deleted."
	check.deny == {sentence} with input as bucket(["arn:aws:iam::111111111111:root", "AROAEXAMPLEEXAMPLE12"])
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PolicyDocument"]}}
}
