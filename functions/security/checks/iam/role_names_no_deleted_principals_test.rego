package pantheon.checks.iam.role_names_no_deleted_principals_test

import data.pantheon.checks.iam.role_names_no_deleted_principals as check
import rego.v1

role(statement) := {
	"account_id": "111111111111",
	"properties": {
		"AssumeRolePolicyDocument": {"Statement": [object.union(
			{"Effect": "Allow", "Action": "sts:AssumeRole"},
			statement,
		)]},
		"Path": "/",
		"RoleName": "app",
	},
}

test_pass if {
	count(check.deny) == 0 with input as role({"Principal": {"AWS": "arn:aws:iam::111111111111:role/AROAD"}})
	count(check.deny) == 0 with input as role({"Principal": {"Service": "ec2.amazonaws.com"}})
}

test_fail if {
	gone := {"Principal": {"AWS": ["AROAJQABLZS4A3QDU576Q", "arn:aws:iam::111111111111:root"]}}
	check.deny == {"It trusts AROAJQABLZS4A3QDU576Q, who was deleted."} with input as role(gone)
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
