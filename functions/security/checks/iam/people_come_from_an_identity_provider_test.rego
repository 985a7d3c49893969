package pantheon.checks.iam.people_come_from_an_identity_provider_test

import data.pantheon.checks.iam.people_come_from_an_identity_provider as check
import rego.v1

account(providers) := {"properties": {"SummaryMap": {"Providers": providers}}}

user := {"native_id": "alice", "properties": {"LoginProfile": {"PasswordResetRequired": false}}}

people := {"AWS::IAM::User": {"alice": user}}

machines := {"AWS::IAM::User": {"ci": {"native_id": "ci", "properties": {"UserName": "ci"}}}}

test_pass if {
	count(check.deny) == 0 with input as account(1) with data.estate as people
	count(check.deny) == 0 with input as account(0) with data.estate as machines
}

test_fail if {
	sentence := "The account has no identity provider, and users have passwords (1)."
	check.deny == {sentence} with input as account(0) with data.estate as people
}

test_no_data_without_users if count(check.deny) == 0 with input as account(0) with data.estate as {}
