package pantheon.checks.ec2.vpc_spans_zones_test

import data.pantheon.checks.ec2.vpc_spans_zones as check
import rego.v1

vpc := {"native_id": "vpc-1", "properties": {}}

estate(zones) := {"AWS::EC2::Subnet": {zone: subnet |
	some zone in zones
	subnet := {"properties": {"AvailabilityZone": zone, "VpcId": "vpc-1"}}
}}

test_pass if {
	count(check.deny) == 0 with input as vpc with data.estate as estate(["eu-west-1a", "eu-west-1b"])
}

test_fail if {
	check.deny == {"All its subnets are in eu-west-1a."} with input as vpc with data.estate as estate(["eu-west-1a"])
}

test_no_data if {
	check.skip with input as vpc
}
