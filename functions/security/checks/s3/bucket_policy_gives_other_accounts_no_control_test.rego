package pantheon.checks.s3.bucket_policy_gives_other_accounts_no_control_test

import data.pantheon.checks.s3.bucket_policy_gives_other_accounts_no_control as check
import rego.v1

bucket(statement) := {
	"account_id": "111111111111",
	"properties": {"PolicyDocument": {"Statement": [object.union({"Sid": "Partner", "Effect": "Allow"}, statement)]}},
}

partner := {"AWS": "arn:aws:iam::222222222222:role/partner"}

test_pass_only_objects if {
	statement := {"Principal": partner, "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}
	count(check.deny) == 0 with input as bucket(statement)
}

test_pass_own_account if {
	statement := {"Principal": {"AWS": "111111111111"}, "Action": "s3:*", "Resource": "*"}
	count(check.deny) == 0 with input as bucket(statement)
}

test_pass_within_the_organization if {
	condition := {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
	statement := {"Principal": partner, "Action": "s3:*", "Resource": "*", "Condition": condition}
	count(check.deny) == 0 with input as bucket(statement)
}

test_pass_no_policy if {
	count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
}

test_fail if {
	statement := {"Principal": partner, "Action": ["s3:PutBucketPolicy", "s3:GetObject"], "Resource": "*"}
	sentence := "The statement Partner lets the account 222222222222 do s3:PutBucketPolicy."
	check.deny == {sentence} with input as bucket(statement)
}

test_fail_with_wildcards if {
	statement := {"Principal": {"AWS": ["222222222222", "333333333333"]}, "Action": "s3:*", "Resource": "*"}
	count(check.deny) == 2 with input as bucket(statement)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PolicyDocument"]}}
}
