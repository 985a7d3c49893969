package pantheon.checks.iam.policy_decrypts_with_named_keys_test

import data.pantheon.checks.iam.policy_decrypts_with_named_keys as check
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
		{"Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111111111111:key/1234"},
		{"Action": ["kms:Encrypt", "kms:DescribeKey"]},
		{
			"Action": "kms:Decrypt",
			"Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
		},
	] {
		count(check.deny) == 0 with input as policy(statement)
	}
}

test_fail if {
	sentence := "The policy dev allows kms:Decrypt on all keys."
	check.deny == {sentence} with input as policy({"Action": "kms:Decrypt"})
}

test_fail_in_other_forms if {
	every statement in [
		{"Action": "kms:*"},
		{"Action": "*"},
		{"Action": "kms:De*", "Resource": "arn:aws:kms:*:*:key/*"},
	] {
		count(check.deny) == 1 with input as policy(statement)
	}
}

test_no_data_is_no_policy if {
	count(check.deny) == 0 with input as {"type": "AWS::IAM::ManagedPolicy", "native_id": "x", "properties": {}}
}
