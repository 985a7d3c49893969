package pantheon.checks.cloudwatch.alarm_may_act_test

import data.pantheon.checks.cloudwatch.alarm_may_act as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"ActionsEnabled": true}}

test_fail if {
	check.deny == {"The actions of the alarm are switched off."} with input as {"properties": {"ActionsEnabled": false}}
}

test_no_data_is_on if count(check.deny) == 0 with input as {"properties": {}}
