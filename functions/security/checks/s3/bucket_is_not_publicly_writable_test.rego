package pantheon.checks.s3.bucket_is_not_publicly_writable_test

import data.pantheon.checks.s3.bucket_is_not_publicly_writable as check
import rego.v1

statement := {
	"Sid": "Open",
	"Effect": "Allow",
	"Principal": "*",
	"Action": "s3:PutObject",
	"Resource": "arn:aws:s3:::logs/*",
}

by_policy(changed) := {"PolicyDocument": {"Statement": [object.union(statement, changed)]}}

by_grant(uri, permission) := {"Grants": [
	{"Grantee": {"ID": "owner", "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"},
	{"Grantee": {"Type": "Group", "URI": uri}, "Permission": permission},
]}

everybody := "http://acs.amazonaws.com/groups/global/AllUsers"

accounts := "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

deliverers := "http://acs.amazonaws.com/groups/s3/LogDelivery"

test_pass_private if {
	owner := {"Grantee": {"ID": "owner", "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
	count(check.deny) == 0 with input as {"properties": {"Grants": [owner]}}
}

test_pass_narrowed_or_of_another_kind if {
	every change in [
		{"Principal": {"AWS": "arn:aws:iam::222222222222:root"}},
		{"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}},
		{"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
		{"Effect": "Deny"},
		{"Action": "s3:GetObject"},
	] {
		count(check.deny) == 0 with input as {"properties": by_policy(change)}
	}
	count(check.deny) == 0 with input as {"properties": by_grant(everybody, "READ")}
	count(check.deny) == 0 with input as {"properties": by_grant(deliverers, "WRITE")}
}

test_pass_made_void_by_the_block if {
	block := {"PublicAccessBlockConfiguration": {"IgnorePublicAcls": true, "RestrictPublicBuckets": true}}
	properties := object.union(object.union(by_policy({}), by_grant(everybody, "WRITE")), block)
	count(check.deny) == 0 with input as {"properties": properties}
}

test_pass_without_access_control_lists if {
	ownership := {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}
	count(check.deny) == 0 with input as {"properties": object.union(by_grant(everybody, "WRITE"), ownership)}
}

test_fail_policy if {
	sentence := "The statement Open of the bucket policy lets everybody do s3:PutObject."
	check.deny == {sentence} with input as {"properties": by_policy({})}
}

test_fail_policy_in_other_forms if {
	every change in [
		{"Principal": {"AWS": ["*"]}},
		{"Action": ["sns:Publish", "s3:Put*"]},
		{"Action": "*"},
		{"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
		{"Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}},
	] {
		count(check.deny) == 1 with input as {"properties": by_policy(change)}
	}
}

test_fail_grant if {
	sentence := "The access control list grants WRITE to everybody."
	check.deny == {sentence} with input as {"properties": by_grant(everybody, "WRITE")}
	count(check.deny) == 1 with input as {"properties": by_grant(accounts, "FULL_CONTROL")}
}

test_fail_the_block_is_only_half_on if {
	block := {"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true}}
	count(check.deny) == 1 with input as {"properties": object.union(by_policy({}), block)}
}

test_no_data if {
	every name in ["PolicyDocument", "Grants", "PublicAccessBlockConfiguration"] {
		count(check.unknown) == 1 with input as {"properties": {"Unread": [name]}}
	}
}

test_no_data_that_would_matter if {
	block := {"IgnorePublicAcls": true, "RestrictPublicBuckets": true}
	properties := {"PublicAccessBlockConfiguration": block, "Unread": ["PolicyDocument", "Grants"]}
	count(check.unknown) == 0 with input as {"properties": properties}
}
