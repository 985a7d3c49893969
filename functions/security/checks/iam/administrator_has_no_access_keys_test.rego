package pantheon.checks.iam.administrator_has_no_access_keys_test

import data.pantheon.checks.iam.administrator_has_no_access_keys as check
import rego.v1

key := {
	"dependencies": ["1:global:AWS.IAM.User:alice"],
	"properties": {"Status": "Active", "UserName": "alice"},
}

estate(user, group) := {
	"AWS::IAM::Group": {"1:global:AWS.IAM.Group:ops": {"native_id": "ops", "properties": group}},
	"AWS::IAM::User": {"1:global:AWS.IAM.User:alice": {
		"native_id": "alice",
		"dependencies": ["1:global:AWS.IAM.Group:ops"],
		"properties": user,
	}},
}

administrator := {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}

reader := {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}

test_pass if count(check.deny) == 0 with input as key with data.estate as estate(reader, reader)

test_pass_within_a_boundary if {
	bounded := object.union(administrator, {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/edge"})
	count(check.deny) == 0 with input as key with data.estate as estate(bounded, administrator)
}

test_fail_by_itself if {
	sentence := "The key is that of alice, an administrator by the policy AdministratorAccess."
	check.deny == {sentence} with input as key with data.estate as estate(administrator, {})
}

test_fail_by_a_group if {
	sentence := "The key is that of alice, an administrator by the policy AdministratorAccess of the group ops."
	check.deny == {sentence} with input as key with data.estate as estate({}, administrator)
}

test_skip_one_that_is_off if check.skip with input as object.union(key, {"properties": {"Status": "Inactive"}})

test_no_data_of_the_user if count(check.deny) == 0 with input as key with data.estate as {}
