package pantheon.checks.redshift.administrator_has_own_name_test

import data.pantheon.checks.redshift.administrator_has_own_name as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"MasterUsername": "keeper_7f"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "The administrator is called awsuser, as by default."
	check.deny == {sentence} with input as {"properties": {"MasterUsername": "awsuser"}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
