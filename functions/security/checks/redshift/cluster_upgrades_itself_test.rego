package pantheon.checks.redshift.cluster_upgrades_itself_test

import data.pantheon.checks.redshift.cluster_upgrades_itself as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AllowVersionUpgrade": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "New versions are not installed by themselves."
	check.deny == {sentence} with input as {"properties": {"AllowVersionUpgrade": false}}
	not check.skip with input as {"state": "active", "properties": {"AllowVersionUpgrade": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
