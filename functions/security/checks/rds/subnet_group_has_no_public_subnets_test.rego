package pantheon.checks.rds.subnet_group_has_no_public_subnets_test

import data.pantheon.checks.rds.subnet_group_has_no_public_subnets as check
import rego.v1

group := {"properties": {"SubnetIds": ["subnet-a", "subnet-b"], "VpcId": "vpc-1"}}

table(associations, routes) := {"properties": {"Associations": associations, "Routes": routes, "VpcId": "vpc-1"}}

outside := {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}

inside := {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}

tables(list) := {"AWS::EC2::RouteTable": {sprintf("table-%d", [at]): one | some at, one in list}}

test_pass_own_tables if {
	main := table([{"Main": true}], [outside])
	own := table([{"SubnetId": "subnet-a"}, {"SubnetId": "subnet-b"}], [inside])
	count(check.deny) == 0 with input as group with data.estate as tables([main, own])
}

test_pass_other_ways_out if {
	nat := {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}
	gone := object.union(outside, {"State": "blackhole"})
	main := table([{"Main": true}], [inside, nat, gone])
	count(check.deny) == 0 with input as group with data.estate as tables([main])
}

test_fail_one_subnet if {
	main := table([{"Main": true}], [inside])
	own := table([{"Main": false, "SubnetId": "subnet-a"}], [outside])
	sentence := "The subnet subnet-a has a route to an internet gateway."
	check.deny == {sentence} with input as group with data.estate as tables([main, own])
}

test_fail_main_table if {
	count(check.deny) == 2 with input as group with data.estate as tables([table([{"Main": true}], [outside])])
}

test_no_data if {
	count(check.deny) == 0 with input as group with data.estate as {}
}
