package pantheon.checks.iam.group_grants_no_administration_test

import data.pantheon.checks.iam.group_grants_no_administration as check
import rego.v1

identity(changed) := {"properties": object.union({"Path": "/"}, changed), "dependencies": ["own"]}

estate(document) := {"AWS::IAM::ManagedPolicy": {"own": {
	"arn": "arn:aws:iam::111111111111:policy/own",
	"properties": {"ManagedPolicyName": "own", "PolicyDocument": document},
}}}

everything := {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

reading := {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}

test_pass if {
	reader := identity({"ManagedPolicyArns": ["arn:aws:iam::111111111111:policy/own"]})
	count(check.deny) == 0 with input as reader with data.estate as estate(reading)
}

test_fail_by_aws if {
	administrator := identity({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/IAMFullAccess"]})
	sentence := "The policy IAMFullAccess makes the members administrators."
	check.deny == {sentence} with input as administrator with data.estate as {}
}

test_fail_by_the_account if {
	owner := identity({"ManagedPolicyArns": ["arn:aws:iam::111111111111:policy/own"]})
	count(check.deny) == 1 with input as owner with data.estate as estate(everything)
}

test_no_data_is_no_policy if count(check.deny) == 0 with input as identity({}) with data.estate as {}
