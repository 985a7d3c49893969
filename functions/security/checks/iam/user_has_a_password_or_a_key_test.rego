package pantheon.checks.iam.user_has_a_password_or_a_key_test

import data.pantheon.checks.iam.user_has_a_password_or_a_key as check
import rego.v1

user(properties) := {"native_id": "alice", "properties": properties}

keys := {"AWS::IAM::AccessKey": {"AKIA1": {
	"native_id": "AKIA1",
	"properties": {"Status": "Inactive", "UserName": "alice"},
}}}

test_pass_password if {
	password := {"LoginProfile": {"PasswordResetRequired": true}}
	count(check.deny) == 0 with input as user(password) with data.estate as {}
}

test_pass_key if count(check.deny) == 0 with input as user({}) with data.estate as keys

test_fail if {
	check.deny == {"The user has neither a password nor an access key."} with input as user({}) with data.estate as {}
}

test_no_data if {
	count(check.unknown) == 1 with input as user({"Unread": ["LoginProfile"]}) with data.estate as {}
	count(check.unknown) == 0 with input as user({"Unread": ["LoginProfile"]}) with data.estate as keys
}
