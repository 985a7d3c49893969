package pantheon.checks.iam.inline_policies_decrypt_with_named_keys_test

import data.pantheon.checks.iam.inline_policies_decrypt_with_named_keys as check
import rego.v1

inside(type, statement) := {"type": type, "properties": {"Policies": [{
	"PolicyName": "mine",
	"PolicyDocument": {"Statement": object.union({"Effect": "Allow", "Resource": "*"}, statement)},
}]}}

test_pass if {
	every statement in [
		{"Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111111111111:key/1234"},
		{"Action": ["kms:Encrypt", "kms:DescribeKey"]},
		{
			"Action": "kms:Decrypt",
			"Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
		},
	] {
		count(check.deny) == 0 with input as inside("AWS::IAM::Role", statement)
	}
}

test_fail if {
	sentence := "The policy mine allows kms:Decrypt on all keys."
	check.deny == {sentence} with input as inside("AWS::IAM::Role", {"Action": "kms:Decrypt"})
}

test_fail_in_other_forms if {
	every statement in [
		{"Action": "kms:*"},
		{"Action": "*"},
		{"Action": "kms:De*", "Resource": "arn:aws:kms:*:*:key/*"},
	] {
		count(check.deny) == 1 with input as inside("AWS::IAM::Role", statement)
	}
}

test_skip_roles_of_aws if {
	linked := object.union(inside("AWS::IAM::Role", {"Action": "*"}), {"properties": {"Path": "/aws-service-role/x/"}})
	check.skip with input as linked
}

test_no_data_is_no_policy if {
	count(check.deny) == 0 with input as {"type": "AWS::IAM::User", "native_id": "x", "properties": {}}
}
