package pantheon.checks.iam.policy_allows_no_whole_service_test

import data.pantheon.checks.iam.policy_allows_no_whole_service as check
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
		{"Action": ["s3:Get*", "s3:PutObject"]},
		{"Effect": "Deny", "Action": "s3:*"},
		{"NotAction": "iam:*"},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_fail if {
	named := {"Sid": "Store", "Action": ["s3:*", "s3:GetObject"], "Resource": "arn:aws:s3:::logs"}
	check.deny == {"The statement Store allows s3:*."} with input as policy(named)
	check.deny == {"A statement without a Sid allows *."} with input as policy({"Action": "*"})
}

test_no_data_is_no_policy if {
	count(check.deny) == 0 with input as {"properties": {}}
	count(check.deny) == 0 with input as {"properties": {"PolicyDocument": "not a document"}}
}
