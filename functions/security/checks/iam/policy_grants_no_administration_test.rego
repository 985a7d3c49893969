package pantheon.checks.iam.policy_grants_no_administration_test

import data.pantheon.checks.iam.policy_grants_no_administration as check
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

test_pass if {
	every statement in [
		{"Action": "s3:*"},
		{"Action": "*", "Resource": "arn:aws:s3:::logs/*"},
		{"Effect": "Deny", "Action": "*"},
		{"NotAction": ["iam:*", "organizations:*"]},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_fail if {
	check.deny == {"It allows every action on everything."} with input as policy({"Action": "*"})
	sentence := "It allows every change of identities on everything."
	check.deny == {sentence} with input as policy({"Action": ["iam:*", "s3:*"]})
	check.deny == {sentence} with input as policy({"NotAction": "s3:*"})
}

test_skip_what_nobody_has if {
	unused := object.union(policy({"Action": "*"}), {"properties": {"AttachmentCount": 0}})
	check.skip with input as unused
}

test_no_data_is_no_policy if {
	bare := {"type": "AWS::IAM::ManagedPolicy", "native_id": "dev", "properties": {}}
	count(check.deny) == 0 with input as bare
	not check.skip with input as bare
}
