package pantheon.checks.iam.user_is_no_administrator_test

import data.pantheon.checks.iam.user_is_no_administrator as check
import rego.v1

identity(changed) := {"properties": object.union({"Path": "/"}, changed), "dependencies": ["own"]}

estate(document) := {"AWS::IAM::ManagedPolicy": {"own": {
	"arn": "arn:aws:iam::111111111111:policy/own",
	"properties": {"ManagedPolicyName": "own", "PolicyDocument": document},
}}}

everything := {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

reading := {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}

test_pass if {
	reader := identity({"ManagedPolicyArns": [
		"arn:aws:iam::111111111111:policy/own",
		"arn:aws:iam::aws:policy/ReadOnlyAccess",
	]})
	count(check.deny) == 0 with input as reader with data.estate as estate(reading)
}

test_pass_within_a_boundary if {
	bounded := identity({
		"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
		"PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge",
	})
	count(check.deny) == 0 with input as bounded with data.estate as {}
}

test_fail_by_aws if {
	administrator := identity({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]})
	sentence := "The policy AdministratorAccess makes the user an administrator."
	check.deny == {sentence} with input as administrator with data.estate as {}
}

test_fail_by_the_account if {
	owner := identity({"ManagedPolicyArns": ["arn:aws:iam::111111111111:policy/own"]})
	sentence := "The policy own makes the user an administrator."
	check.deny == {sentence} with input as owner with data.estate as estate(everything)
}

test_fail_inside if {
	inside := identity({"Policies": [{"PolicyName": "mine", "PolicyDocument": everything}]})
	check.deny == {"The policy mine makes the user an administrator."} with input as inside with data.estate as {}
}

test_no_data_is_no_policy if count(check.deny) == 0 with input as identity({}) with data.estate as {}
