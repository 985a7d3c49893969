package pantheon.checks.iam.policies_name_the_roles_to_pass_test

import data.pantheon.checks.iam.policies_name_the_roles_to_pass as check
import rego.v1

policy(statement) := {
	"type": "AWS::IAM::ManagedPolicy",
	"native_id": "arn:aws:iam::111111111111:policy/dev",
	"properties": {
		"AttachmentCount": 1,
		"ManagedPolicyName": "dev",
		"PolicyDocument": {"Statement": [object.union({"Effect": "Allow", "Resource": "*"}, statement)]},
	},
}

inside(type, statement) := {"type": type, "properties": {"Policies": [{
	"PolicyName": "mine",
	"PolicyDocument": {"Statement": object.union({"Effect": "Allow", "Resource": "*"}, statement)},
}]}}

test_pass if {
	every statement in [
		{"Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/app/*"},
		{"Action": "iam:PassRole", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}},
		{"Action": "iam:Get*"},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_fail if {
	sentence := "The policy dev allows any role to be passed to any service."
	check.deny == {sentence} with input as policy({"Action": "iam:PassRole"})
	check.deny == {sentence} with input as policy({"Action": ["IAM:pass*"], "Resource": "arn:aws:iam::*:role/*"})
	anywhere := {"StringLike": {"iam:PassedToService": "*"}}
	check.deny == {sentence} with input as policy({"Action": "iam:PassRole", "Condition": anywhere})
}

test_skip_what_nobody_has if {
	unused := object.union(policy({"Action": "*"}), {"properties": {"AttachmentCount": 0}})
	check.skip with input as unused
}

test_skip_roles_of_aws if {
	linked := object.union(inside("AWS::IAM::Role", {"Action": "*"}), {"properties": {"Path": "/aws-service-role/x/"}})
	check.skip with input as linked
}

test_no_data_is_no_policy if count(check.deny) == 0 with input as {"type": "AWS::IAM::User", "properties": {}}
