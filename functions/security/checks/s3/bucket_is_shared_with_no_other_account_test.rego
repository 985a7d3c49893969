package pantheon.checks.s3.bucket_is_shared_with_no_other_account_test

import data.pantheon.checks.s3.bucket_is_shared_with_no_other_account as check
import rego.v1

bucket(changed) := {"account_id": "111111111111", "properties": {"PolicyDocument": {"Statement": statement}}} if {
	statement := object.union({"Effect": "Allow", "Action": "s3:GetObject"}, changed)
}

test_pass if {
	count(check.deny) == 0 with input as bucket({"Principal": {"AWS": "arn:aws:iam::111111111111:role/reader"}})
	count(check.deny) == 0 with input as bucket({"Principal": {"Service": "cloudtrail.amazonaws.com"}})
}

test_pass_within_the_organization if {
	condition := {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
	count(check.deny) == 0 with input as bucket({"Principal": {"AWS": "222222222222"}, "Condition": condition})
}

test_fail if {
	sentence := "A statement without a Sid lets the account 222222222222 do s3:GetObject."
	check.deny == {sentence} with input as bucket({"Principal": {"AWS": "222222222222"}})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PolicyDocument"]}}
}
