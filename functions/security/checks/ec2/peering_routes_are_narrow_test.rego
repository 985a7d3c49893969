package pantheon.checks.ec2.peering_routes_are_narrow_test

import data.pantheon.checks.ec2.peering_routes_are_narrow as check
import rego.v1

table(destination) := {"properties": {
	"Routes": [{"DestinationCidrBlock": destination, "VpcPeeringConnectionId": "pcx-1"}],
	"VpcId": "vpc-1",
}}

estate := {"AWS::EC2::VPC": {
	"own": {"native_id": "vpc-1", "properties": {"CidrBlockAssociations": ["10.1.0.0/16"]}},
	"peer": {"native_id": "vpc-2", "properties": {"CidrBlockAssociations": ["10.2.0.0/16"]}},
}}

test_pass if {
	count(check.deny) == 0 with input as table("10.2.3.0/24") with data.estate as estate
}

test_pass_no_peering if {
	local := {"properties": {"Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"}], "VpcId": "vpc-1"}}
	count(check.deny) == 0 with input as local with data.estate as estate
}

test_fail_whole_network if {
	sentence := "The route for 10.2.0.0/16 by pcx-1 leads to the whole of vpc-2."
	check.deny == {sentence} with input as table("10.2.0.0/16") with data.estate as estate
}

test_fail_everything if {
	sentence := "The route for 0.0.0.0/0 by pcx-1 leads to everything."
	check.deny == {sentence} with input as table("0.0.0.0/0") with data.estate as estate
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
