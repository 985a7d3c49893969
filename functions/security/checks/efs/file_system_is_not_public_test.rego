package pantheon.checks.efs.file_system_is_not_public_test

import data.pantheon.checks.efs.file_system_is_not_public as check
import rego.v1

system(statement) := {"properties": {"FileSystemPolicy": {"Statement": [statement]}}}

open := {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "elasticfilesystem:ClientMount"}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {}}
	tied := object.union(open, {"Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}})
	count(check.deny) == 0 with input as system(tied)
	own := object.union(open, {"Principal": {"AWS": "arn:aws:iam::111111111111:role/app"}})
	count(check.deny) == 0 with input as system(own)
}

test_fail if {
	check.deny == {"Everybody may do elasticfilesystem:ClientMount."} with input as system(open)
}

test_fail_condition_that_ties_nobody if {
	secure := object.union(open, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}})
	count(check.deny) == 1 with input as system(secure)
	loose := object.union(open, {"Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}}})
	count(check.deny) == 1 with input as system(loose)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["FileSystemPolicy"]}}
}
