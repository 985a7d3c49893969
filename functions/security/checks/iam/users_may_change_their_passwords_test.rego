package pantheon.checks.iam.users_may_change_their_passwords_test

import data.pantheon.checks.iam.users_may_change_their_passwords as check
import rego.v1

account(policy) := {"properties": {"PasswordPolicy": policy, "SummaryMap": {"Users": 3}}}

test_pass if count(check.deny) == 0 with input as account({"AllowUsersToChangePassword": true})

test_fail if {
	sentence := "Users may not change their own passwords."
	check.deny == {sentence} with input as account({"AllowUsersToChangePassword": false})
	check.deny == {sentence} with input as {"properties": {}}
}

test_skip_an_account_without_users if check.skip with input as {"properties": {"SummaryMap": {"Users": 0}}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["PasswordPolicy"]}}
