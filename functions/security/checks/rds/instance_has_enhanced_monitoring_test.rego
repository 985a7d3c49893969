package pantheon.checks.rds.instance_has_enhanced_monitoring_test

import data.pantheon.checks.rds.instance_has_enhanced_monitoring as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Engine": "mysql", "MonitoringInterval": 60}}
}

test_pass_is_silent_about_other_engines if {
	check.skip with input as {"properties": {"Engine": "neptune", "MonitoringInterval": 0}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Enhanced monitoring is off."} with input as {"properties": {"MonitoringInterval": 0}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Engine": "mysql"}}
}
