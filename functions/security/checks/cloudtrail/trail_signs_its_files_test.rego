package pantheon.checks.cloudtrail.trail_signs_its_files_test

import data.pantheon.checks.cloudtrail.trail_signs_its_files as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"EnableLogFileValidation": true}}

test_fail if {
	sentence := "The validation of log files is off."
	check.deny == {sentence} with input as {"properties": {"EnableLogFileValidation": false}}
}

test_no_data_is_off if count(check.deny) == 1 with input as {"properties": {}}
