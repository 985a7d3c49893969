package pantheon.checks.ec2.instance_forwards_no_traffic_test

import data.pantheon.checks.ec2.instance_forwards_no_traffic as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"SourceDestCheck": true}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"SourceDestCheck": false}}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
