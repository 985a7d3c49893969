package pantheon.checks.xray.group_finds_anomalies_test

import data.pantheon.checks.xray.group_finds_anomalies as check
import rego.v1

group(on) := {"properties": {"InsightsConfiguration": {"InsightsEnabled": on}}}

test_pass if {
	count(check.deny) == 0 with input as group(true)
}

test_fail if {
	check.deny == {"Insights is off."} with input as group(false)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
