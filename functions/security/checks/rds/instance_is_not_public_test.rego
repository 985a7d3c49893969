package pantheon.checks.rds.instance_is_not_public_test

import data.pantheon.checks.rds.instance_is_not_public as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"PubliclyAccessible": false}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {"PubliclyAccessible": true}}
}

test_fail if {
	check.deny == {"The database is publicly accessible."} with input as {
		"state": "active",
		"properties": {"PubliclyAccessible": true},
	}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
	count(check.deny) == 0 with input as {"properties": {"PubliclyAccessible": null}}
}
