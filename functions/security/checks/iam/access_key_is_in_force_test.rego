package pantheon.checks.iam.access_key_is_in_force_test

import data.pantheon.checks.iam.access_key_is_in_force as check
import rego.v1

key(status) := {"properties": {"Status": status, "UserName": "alice"}}

test_pass if count(check.deny) == 0 with input as key("Active")

test_fail if {
	check.deny == {"The key of the user alice is off and was not deleted."} with input as key("Inactive")
}

test_no_data_is_in_force if count(check.deny) == 0 with input as {"properties": {"UserName": "alice"}}
