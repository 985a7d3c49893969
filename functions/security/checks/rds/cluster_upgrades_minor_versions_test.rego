package pantheon.checks.rds.cluster_upgrades_minor_versions_test

import data.pantheon.checks.rds.cluster_upgrades_minor_versions as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"AutoMinorVersionUpgrade": true}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"AutoMinorVersionUpgrade": false, "Engine": "mysql"}
	check.deny == {"New minor versions are not installed by themselves."} with input as {"properties": properties}
	not check.skip with input as {"properties": properties}
}

test_no_data if {
	check.skip with input as {"properties": {"Engine": "aurora-mysql"}}
}
