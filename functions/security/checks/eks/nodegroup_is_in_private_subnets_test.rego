package pantheon.checks.eks.nodegroup_is_in_private_subnets_test

import data.pantheon.checks.eks.nodegroup_is_in_private_subnets as check
import rego.v1

group := {"dependencies": ["subnet"], "properties": {"Subnets": ["subnet-1"]}}

estate(gateway) := {
	"AWS::EC2::Subnet": {"subnet": {"native_id": "subnet-1", "properties": {"VpcId": "vpc-1"}}},
	"AWS::EC2::RouteTable": {"table": {"properties": {
		"Associations": [{"SubnetId": "subnet-1"}],
		"Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}],
		"VpcId": "vpc-1",
	}}},
}

test_pass if {
	count(check.deny) == 0 with input as group with data.estate as estate("vgw-1")
}

test_fail if {
	check.deny == {"subnet-1 is connected to the internet."} with input as group with data.estate as estate("igw-1")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeNodegroup"]}}
}
