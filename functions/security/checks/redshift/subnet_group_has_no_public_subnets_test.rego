package pantheon.checks.redshift.subnet_group_has_no_public_subnets_test

import data.pantheon.checks.redshift.subnet_group_has_no_public_subnets as check
import rego.v1

group := {"properties": {"ClusterSubnetGroupName": "caches", "SubnetIds": ["subnet-a", "subnet-b"], "VpcId": "vpc-1"}}

tables(route) := {"AWS::EC2::RouteTable": {"111111111111:eu-west-1:AWS.EC2.RouteTable:rtb-1": {"properties": {
	"Associations": [{"SubnetId": "subnet-a"}],
	"Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}, route],
	"VpcId": "vpc-1",
}}}}

test_pass if {
	nat := {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}
	count(check.deny) == 0 with input as group with data.estate as tables(nat)
}

test_fail if {
	outside := {"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1", "State": "active"}
	sentence := "The subnet subnet-a has a route to an internet gateway."
	check.deny == {sentence} with input as group with data.estate as tables(outside)
}

test_no_data if {
	count(check.deny) == 0 with input as group with data.estate as {}
}
