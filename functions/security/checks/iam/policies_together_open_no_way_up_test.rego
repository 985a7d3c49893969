package pantheon.checks.iam.policies_together_open_no_way_up_test

import data.pantheon.checks.iam.policies_together_open_no_way_up as check
import rego.v1

estate(action) := {
	"AWS::IAM::Group": {"group": {
		"native_id": "ops",
		"properties": {"Policies": [{"PolicyName": "run", "PolicyDocument": allowing(action)}]},
	}},
	"AWS::IAM::ManagedPolicy": {"managed": {
		"arn": "arn:aws:iam::111111111111:policy/pass",
		"properties": {"ManagedPolicyName": "pass", "PolicyDocument": allowing("iam:PassRole")},
	}},
}

allowing(action) := {"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}}

user := {
	"type": "AWS::IAM::User",
	"dependencies": ["group", "managed"],
	"properties": {"ManagedPolicyArns": ["arn:aws:iam::111111111111:policy/pass"]},
}

test_pass if count(check.deny) == 0 with input as user with data.estate as estate("s3:*")

test_pass_what_one_policy_does_alone if {
	count(check.deny) == 0 with input as user with data.estate as estate("ssm:SendCommand")
	count(check.deny) == 0 with input as user with data.estate as estate("*")
}

test_fail if {
	ways := "run instances with other roles (ec2:RunInstances, iam:PassRole)"
	sentence := sprintf("The policies pass, run of the group ops together let it %s.", [ways])
	check.deny == {sentence} with input as user with data.estate as estate("ec2:RunInstances")
}

test_skip if {
	check.skip with input as {"properties": {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge"}}
	check.skip with input as {"properties": {"Path": "/aws-service-role/x/"}}
}

test_no_data_is_no_policy if {
	count(check.deny) == 0 with input as {"type": "AWS::IAM::Role", "properties": {}} with data.estate as {}
}
