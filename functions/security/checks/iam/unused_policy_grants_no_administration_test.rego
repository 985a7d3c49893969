package pantheon.checks.iam.unused_policy_grants_no_administration_test

import data.pantheon.checks.iam.unused_policy_grants_no_administration as check
import rego.v1

policy(attachments, action) := {
	"type": "AWS::IAM::ManagedPolicy",
	"native_id": "arn:aws:iam::111111111111:policy/dev",
	"properties": {
		"AttachmentCount": attachments,
		"ManagedPolicyName": "dev",
		"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]},
	},
}

test_pass if count(check.deny) == 0 with input as policy(0, "s3:*")

test_fail if check.deny == {"It would allow every action on everything."} with input as policy(0, "*")

test_skip_what_somebody_has if check.skip with input as policy(1, "*")

test_no_data_is_no_policy if {
	bare := {"type": "AWS::IAM::ManagedPolicy", "native_id": "dev", "properties": {"AttachmentCount": 0}}
	count(check.deny) == 0 with input as bare
}
