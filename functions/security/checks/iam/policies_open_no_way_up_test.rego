package pantheon.checks.iam.policies_open_no_way_up_test

import data.pantheon.checks.iam.policies_open_no_way_up as check
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
		{"Action": "ec2:RunInstances"},
		{"Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::*:user/${aws:username}"},
		{"Effect": "Deny", "Action": "iam:*"},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_pass_administrators_are_for_another_check if count(check.deny) == 0 with input as policy({"Action": "*"})

test_fail if {
	sentence := "The policy dev lets its holder attach policies to users (iam:AttachUserPolicy)."
	check.deny == {sentence} with input as policy({"Action": "iam:AttachUserPolicy"})
}

test_fail_inside_an_identity if {
	passing := {"Action": ["iam:PassRole", "ec2:*"]}
	sentence := "The policy mine lets its holder run instances with other roles (ec2:RunInstances, iam:PassRole)."
	every type in ["AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"] {
		check.deny == {sentence} with input as inside(type, passing)
	}
}

test_skip_within_a_boundary if {
	edge := {"properties": {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge"}}
	check.skip with input as object.union(inside("AWS::IAM::Role", {"Action": "iam:AttachUserPolicy"}), edge)
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
