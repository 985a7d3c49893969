package pantheon.checks.ec2.internet_gateway_is_attached_test

import data.pantheon.checks.ec2.internet_gateway_is_attached as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Attachments": [{"VpcId": "vpc-1"}]}}
}

test_fail if {
	check.deny == {"It is attached to no VPC."} with input as {"properties": {"Attachments": []}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}
