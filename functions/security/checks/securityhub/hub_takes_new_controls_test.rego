package pantheon.checks.securityhub.hub_takes_new_controls_test

import data.pantheon.checks.securityhub.hub_takes_new_controls as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"AutoEnableControls": true}}

test_fail if check.deny == {"New controls stay off."} with input as {"properties": {"AutoEnableControls": false}}

test_no_data_is_off if count(check.deny) == 1 with input as {"properties": {}}
