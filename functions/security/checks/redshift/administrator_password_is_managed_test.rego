package pantheon.checks.redshift.administrator_password_is_managed_test

import data.pantheon.checks.redshift.administrator_password_is_managed as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"ManageMasterPassword": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "The password of the administrator is not managed by Redshift."
	check.deny == {sentence} with input as {"properties": {"ManageMasterPassword": false}}
	not check.skip with input as {"state": "active", "properties": {"ManageMasterPassword": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
