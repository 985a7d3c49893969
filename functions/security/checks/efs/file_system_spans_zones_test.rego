package pantheon.checks.efs.file_system_spans_zones_test

import data.pantheon.checks.efs.file_system_spans_zones as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Encrypted": true}}
}

test_fail if {
	one := {"properties": {"AvailabilityZoneName": "eu-west-1a"}}
	check.deny == {"It is kept in eu-west-1a alone."} with input as one
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
