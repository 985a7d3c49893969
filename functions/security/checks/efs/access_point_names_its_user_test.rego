package pantheon.checks.efs.access_point_names_its_user_test

import data.pantheon.checks.efs.access_point_names_its_user as check
import rego.v1

point(uid) := {"properties": {"PosixUser": {"Gid": 1000, "Uid": uid}}}

test_pass if {
	count(check.deny) == 0 with input as point(1000)
}

test_fail if {
	point_of_all := {"properties": {"FileSystemId": "fs-1"}}
	check.deny == {"Its clients act as whoever they claim to be."} with input as point_of_all
	check.deny == {"Its clients act as root."} with input as point(0)
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
