package pantheon.checks.eks.nodegroup_role_is_not_all_powerful_test

import data.pantheon.checks.eks.nodegroup_role_is_not_all_powerful as check
import rego.v1

arn := "arn:aws:iam::111111111111:role/worker"

resource := {"dependencies": ["role"], "properties": {"NodeRole": arn}}

estate(properties) := {"AWS::IAM::Role": {"role": {
	"arn": arn,
	"properties": object.union({"RoleName": "worker"}, properties),
}}}

admin := {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}

test_pass if {
	harmless := {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]}
	count(check.deny) == 0 with input as resource with data.estate as estate(harmless)
}

test_pass_boundary if {
	bounded := object.union(admin, {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/boundary"})
	count(check.deny) == 0 with input as resource with data.estate as estate(bounded)
}

test_fail if {
	check.deny == {"worker is all-powerful by AdministratorAccess."} with input as resource
		with data.estate as estate(admin)
}

test_fail_inline if {
	statement := {"Effect": "Allow", "Action": "*", "Resource": ["*"]}
	own := {"Policies": [{"PolicyName": "own", "PolicyDocument": {"Statement": statement}}]}
	check.deny == {"worker is all-powerful by own."} with input as resource with data.estate as estate(own)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeNodegroup"]}}
}
