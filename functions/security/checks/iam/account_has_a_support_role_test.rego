package pantheon.checks.iam.account_has_a_support_role_test

import data.pantheon.checks.iam.account_has_a_support_role as check
import rego.v1

estate(type, arn) := {type: {"one": {"properties": {"ManagedPolicyArns": [arn]}}}}

support := "arn:aws:iam::aws:policy/AWSSupportAccess"

test_pass if {
	every type in ["AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"] {
		count(check.deny) == 0 with data.estate as estate(type, support)
	}
}

test_fail_another_policy if {
	sentence := "The policy AWSSupportAccess is attached to nobody."
	own := "arn:aws:iam::111111111111:policy/AWSSupportAccess"
	check.deny == {sentence} with data.estate as estate("AWS::IAM::Role", own)
}

test_fail_nobody if count(check.deny) == 1 with data.estate as {}

test_no_data_without_policies if {
	count(check.deny) == 1 with data.estate as {"AWS::IAM::Role": {"one": {"properties": {}}}}
}
