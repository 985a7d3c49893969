package pantheon.checks.iam.user_gets_rights_from_groups_test

import data.pantheon.checks.iam.user_gets_rights_from_groups as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"Groups": ["ops"], "UserName": "alice"}}

test_fail_attached if {
	arn := "arn:aws:iam::aws:policy/ReadOnlyAccess"
	sentence := sprintf("The policy %s is attached to the user.", [arn])
	check.deny == {sentence} with input as {"properties": {"ManagedPolicyArns": [arn]}}
}

test_fail_inside if {
	policies := [{"PolicyName": "mine", "PolicyDocument": {}}]
	check.deny == {"The policy mine is written into the user."} with input as {"properties": {"Policies": policies}}
}

test_no_data_is_no_policy if count(check.deny) == 0 with input as {"properties": {}}
