package pantheon.checks.ec2.instance_has_detailed_monitoring_test

import data.pantheon.checks.ec2.instance_has_detailed_monitoring as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Monitoring": true}}
}

test_fail if {
	check.deny == {"Detailed monitoring is off."} with input as {"properties": {"Monitoring": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
