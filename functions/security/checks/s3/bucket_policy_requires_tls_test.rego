package pantheon.checks.s3.bucket_policy_requires_tls_test

import data.pantheon.checks.s3.bucket_policy_requires_tls as check
import rego.v1

refusal := {
	"Sid": "TlsOnly",
	"Effect": "Deny",
	"Principal": "*",
	"Action": "s3:*",
	"Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
	"Condition": {"Bool": {"aws:SecureTransport": "false"}},
}

bucket(statements) := {
	"arn": "arn:aws:s3:::logs",
	"properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": statements}},
}

test_pass if {
	count(check.deny) == 0 with input as bucket([refusal])
}

test_pass_single_statement_of_other_spelling if {
	other := {
		"Principal": {"AWS": "*"},
		"Action": "*",
		"Resource": "arn:aws:s3:::logs*",
		"Condition": {"Bool": {"aws:SecureTransport": false}},
	}
	count(check.deny) == 0 with input as bucket(object.union(refusal, other))
}

test_pass_spread_over_two_statements if {
	statements := [
		object.union(refusal, {"Resource": "arn:aws:s3:::logs"}),
		object.union(refusal, {"Resource": "arn:aws:s3:::logs/*"}),
	]
	count(check.deny) == 0 with input as bucket(statements)
}

test_fail_no_policy if {
	count(check.deny) == 2 with input as {"arn": "arn:aws:s3:::logs", "properties": {}}
}

test_fail_only_objects if {
	statement := object.union(refusal, {"Resource": "arn:aws:s3:::logs/*"})
	check.deny == {"The bucket policy does not refuse plain HTTP to the bucket."} with input as bucket([statement])
}

test_fail_only_some_actions_or_principals if {
	every change in [
		{"Action": "s3:GetObject"},
		{"Principal": {"AWS": "arn:aws:iam::111111111111:root"}},
		{"Effect": "Allow"},
	] {
		count(check.deny) == 2 with input as bucket([object.union(refusal, change)])
	}
}

test_fail_more_conditions_refuse_less if {
	condition := {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}}
	count(check.deny) == 2 with input as bucket([object.union(refusal, condition)])
}

test_fail_allowed_with_tls_only if {
	condition := {"Bool": {"aws:SecureTransport": "true"}}
	allowed := {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": condition}
	count(check.deny) == 2 with input as bucket([allowed])
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PolicyDocument"]}}
}
