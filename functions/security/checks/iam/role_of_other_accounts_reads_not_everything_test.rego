package pantheon.checks.iam.role_of_other_accounts_reads_not_everything_test

import data.pantheon.checks.iam.role_of_other_accounts_reads_not_everything as check
import rego.v1

role(principal, policies) := {
	"account_id": "111111111111",
	"properties": {
		"AssumeRolePolicyDocument": {"Statement": {
			"Effect": "Allow",
			"Principal": principal,
			"Action": "sts:AssumeRole",
		}},
		"ManagedPolicyArns": policies,
	},
}

reader := ["arn:aws:iam::aws:policy/ReadOnlyAccess"]

test_pass if {
	stranger := {"AWS": "arn:aws:iam::222222222222:root"}
	count(check.deny) == 0 with input as role(stranger, ["arn:aws:iam::aws:policy/SecurityAudit"])
	count(check.deny) == 0 with input as role({"AWS": "arn:aws:iam::111111111111:root"}, reader)
}

test_fail if {
	stranger := {"AWS": "arn:aws:iam::222222222222:role/audit"}
	check.deny == {"The account 222222222222 may read all data."} with input as role(stranger, reader)
}

test_skip_within_a_boundary if {
	check.skip with input as {"properties": {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge"}}
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"properties": {}}
