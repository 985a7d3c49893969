package pantheon.checks.ecs.task_role_is_not_all_powerful_test

import data.pantheon.checks.ecs.task_role_is_not_all_powerful as check
import rego.v1

arn := "arn:aws:iam::111111111111:role/app"

task := {"dependencies": ["role"], "properties": {"TaskRoleArn": arn}}

estate(properties) := {"AWS::IAM::Role": {"role": {
	"arn": arn,
	"properties": object.union({"RoleName": "app"}, properties),
}}}

test_pass if {
	all := estate({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]})
	count(check.deny) == 0 with input as task with data.estate as all
}

test_pass_execution_role if {
	all := estate({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]})
	other := {"dependencies": ["role"], "properties": {"TaskRoleArn": "other", "ExecutionRoleArn": arn}}
	count(check.deny) == 0 with input as other with data.estate as all
}

test_fail if {
	all := estate({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]})
	check.deny == {"app is all-powerful by AdministratorAccess."} with input as task with data.estate as all
}

test_fail_inline if {
	policy := {"Statement": [{"Effect": "Allow", "Action": ["s3:*", "iam:*"], "Resource": "*"}]}
	all := estate({"Policies": [{"PolicyName": "own", "PolicyDocument": policy}]})
	check.deny == {"app is all-powerful by own."} with input as task with data.estate as all
}

test_no_data if {
	count(check.deny) == 0 with input as task
}
