package pantheon.checks.iam.policies_name_the_roles_to_assume_test

import data.pantheon.checks.iam.policies_name_the_roles_to_assume as check
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
		{"Action": "sts:AssumeRole", "Resource": "arn:aws:iam::222222222222:role/deploy"},
		{"Action": "sts:GetCallerIdentity"},
		{"Effect": "Deny", "Action": "sts:AssumeRole"},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_fail if {
	sentence := "The policy dev allows sts:AssumeRole on all roles."
	check.deny == {sentence} with input as policy({"Action": "sts:AssumeRole"})
}

test_fail_in_other_forms if {
	every statement in [
		{"Action": "sts:*"},
		{"Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/*"},
	] {
		count(check.deny) == 1 with input as policy(statement)
	}
}

test_fail_inside_an_identity if {
	role := inside("AWS::IAM::Role", {"Action": "sts:AssumeRole"})
	count(check.deny) == 1 with input as role
}

test_skip_what_nobody_has if {
	unused := object.union(policy({"Action": "*"}), {"properties": {"AttachmentCount": 0}})
	check.skip with input as unused
}

test_skip_roles_of_aws if {
	linked := object.union(inside("AWS::IAM::Role", {"Action": "*"}), {"properties": {"Path": "/aws-service-role/x/"}})
	check.skip with input as linked
}

test_no_data_is_no_policy if {
	count(check.deny) == 0 with input as {"type": "AWS::IAM::User", "native_id": "x", "properties": {}}
}
