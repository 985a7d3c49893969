package pantheon.checks.efs.access_point_has_its_own_folder_test

import data.pantheon.checks.efs.access_point_has_its_own_folder as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"RootDirectory": {"Path": "/app"}}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"RootDirectory": {"Path": "/"}}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
