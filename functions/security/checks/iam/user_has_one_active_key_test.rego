package pantheon.checks.iam.user_has_one_active_key_test

import data.pantheon.checks.iam.user_has_one_active_key as check
import rego.v1

key(id, status, user) := {"native_id": id, "properties": {"Status": status, "UserName": user}}

estate(keys) := {"AWS::IAM::AccessKey": {one.native_id: one | some one in keys}}

alice := {"native_id": "alice", "properties": {"UserName": "alice"}}

test_pass_one if {
	keys := estate([key("AKIA1", "Active", "alice"), key("AKIA2", "Inactive", "alice"), key("AKIA3", "Active", "bob")])
	count(check.deny) == 0 with input as alice with data.estate as keys
}

test_fail if {
	keys := estate([key("AKIA2", "Active", "alice"), key("AKIA1", "Active", "alice")])
	check.deny == {"Two access keys are in force: AKIA1, AKIA2."} with input as alice with data.estate as keys
}

test_no_data_of_keys if count(check.deny) == 0 with input as alice with data.estate as {}
