package pantheon.checks.redshift.database_has_own_name_test

import data.pantheon.checks.redshift.database_has_own_name as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DBName": "sales"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	sentence := "The first database is called dev, as by default."
	check.deny == {sentence} with input as {"properties": {"DBName": "dev"}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
