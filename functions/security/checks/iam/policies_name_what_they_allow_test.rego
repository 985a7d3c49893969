package pantheon.checks.iam.policies_name_what_they_allow_test

import data.pantheon.checks.iam.policies_name_what_they_allow as check
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
		{"Action": "s3:*"},
		{"Effect": "Deny", "NotAction": "sts:*"},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_pass_administrators_are_for_another_check if {
	count(check.deny) == 0 with input as policy({"NotAction": "s3:*"})
}

test_fail_actions if {
	sentence := "A statement without a Sid of the policy dev allows everything but iam:*, sts:*."
	check.deny == {sentence} with input as policy({"NotAction": ["sts:*", "iam:*"]})
}

test_fail_resources if {
	statement := {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::logs"}
	user := {"type": "AWS::IAM::User", "properties": {"Policies": [{
		"PolicyName": "mine",
		"PolicyDocument": {"Statement": statement},
	}]}}
	sentence := "A statement without a Sid of the policy mine allows something on all but some resources."
	check.deny == {sentence} with input as user
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
