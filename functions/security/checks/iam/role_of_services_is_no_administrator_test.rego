package pantheon.checks.iam.role_of_services_is_no_administrator_test

import data.pantheon.checks.iam.role_of_services_is_no_administrator as check
import rego.v1

role(principal, policies) := {
	"account_id": "111111111111",
	"dependencies": ["own"],
	"properties": {
		"AssumeRolePolicyDocument": {"Statement": {
			"Effect": "Allow",
			"Principal": principal,
			"Action": "sts:AssumeRole",
		}},
		"ManagedPolicyArns": policies,
	},
}

administrator := ["arn:aws:iam::aws:policy/AdministratorAccess"]

reader := ["arn:aws:iam::aws:policy/ReadOnlyAccess"]

own := ["arn:aws:iam::111111111111:policy/own"]

estate := {"AWS::IAM::ManagedPolicy": {"own": {
	"arn": "arn:aws:iam::111111111111:policy/own",
	"properties": {
		"ManagedPolicyName": "own",
		"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}},
	},
}}}

service := {"Service": ["ec2.amazonaws.com"]}

test_pass if {
	count(check.deny) == 0 with input as role(service, reader) with data.estate as estate
	person := {"AWS": "arn:aws:iam::111111111111:root"}
	count(check.deny) == 0 with input as role(person, administrator) with data.estate as estate
}

test_fail if {
	sentence := "By the policy AdministratorAccess, ec2.amazonaws.com acts as an administrator."
	check.deny == {sentence} with input as role(service, administrator) with data.estate as estate
}

test_fail_by_a_policy_of_the_account if {
	sentence := "By the policy own, ec2.amazonaws.com acts as an administrator."
	check.deny == {sentence} with input as role(service, own) with data.estate as estate
}

test_skip_roles_of_aws if {
	check.skip with input as {"properties": {"Path": "/aws-service-role/support.amazonaws.com/"}}
	check.skip with input as {"properties": {"Path": "/aws-reserved/sso.amazonaws.com/"}}
}

test_no_data_is_no_trust if count(check.deny) == 0 with input as {"properties": {}} with data.estate as {}
