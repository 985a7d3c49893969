package pantheon.checks.ecr.repository_is_not_public_test

import data.pantheon.checks.ecr.repository_is_not_public as check
import rego.v1

repository(statement) := {"properties": {"RepositoryPolicyText": {"Statement": statement}}}

pull := {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}

test_pass if {
	own := {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"}, "Action": "ecr:*"}
	count(check.deny) == 0 with input as repository([own])
	count(check.deny) == 0 with input as {"properties": {}}
}

test_pass_tied_to_the_organization if {
	tied := object.union(pull, {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})
	count(check.deny) == 0 with input as repository([tied])
}

test_pass_denial if {
	count(check.deny) == 0 with input as repository([object.union(pull, {"Effect": "Deny"})])
}

test_fail if {
	check.deny == {"Everybody may do ecr:BatchGetImage."} with input as repository(pull)
}

test_fail_other_spelling if {
	other := object.union(pull, {"Principal": {"AWS": ["111111111111", "*"]}})
	count(check.deny) == 1 with input as repository([other])
}

test_fail_condition_that_ties_nobody if {
	secure := object.union(pull, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}})
	count(check.deny) == 1 with input as repository([secure])
	vague := object.union(pull, {"Condition": {"StringLike": {"aws:PrincipalArn": "*"}}})
	count(check.deny) == 1 with input as repository([vague])
	lenient := object.union(pull, {"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}})
	count(check.deny) == 1 with input as repository([lenient])
}

test_fail_not_principal if {
	other := {"Effect": "Allow", "NotPrincipal": {"AWS": "111111111111"}, "Action": "ecr:*"}
	count(check.deny) == 1 with input as repository([other])
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["RepositoryPolicyText"]}}
}
