package pantheon.checks.organizations.management_account_runs_nothing_test

import data.pantheon.checks.organizations.management_account_runs_nothing as check
import rego.v1

organization(manager) := {"account_id": "111111111111", "properties": {"ManagementAccountId": manager}}

estate(state) := {"AWS::EC2::Instance": {"i": {"state": state, "properties": {}}}}

test_pass if {
	count(check.deny) == 0 with input as organization("111111111111") with data.estate as {}
	count(check.deny) == 0 with input as organization("111111111111") with data.estate as estate("deleting")
}

test_fail if {
	sentence := "The account runs instances (1)."
	check.deny == {sentence} with input as organization("111111111111") with data.estate as estate("active")
}

test_skip_other_accounts if check.skip with input as organization("222222222222")

test_no_data_of_the_manager if {
	bare := {"account_id": "111111111111", "properties": {}}
	count(check.deny) == 1 with input as bare with data.estate as estate("active")
}
