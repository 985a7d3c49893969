package pantheon.checks.iam.nobody_has_all_of_cloudshell_test

import data.pantheon.checks.iam.nobody_has_all_of_cloudshell as check
import rego.v1

identity(arns) := {"properties": {"ManagedPolicyArns": arns}}

test_pass if {
	count(check.deny) == 0 with input as identity(["arn:aws:iam::aws:policy/ReadOnlyAccess"])
	count(check.deny) == 0 with input as identity(["arn:aws:iam::111111111111:policy/AWSCloudShellFullAccess"])
}

test_fail if {
	full := "arn:aws:iam::aws:policy/AWSCloudShellFullAccess"
	check.deny == {"AWSCloudShellFullAccess is attached."} with input as identity([full])
	count(check.deny) == 1 with input as identity(["arn:aws-cn:iam::aws:policy/AWSCloudShellFullAccess"])
}

test_no_data_is_no_policy if count(check.deny) == 0 with input as {"properties": {}}
