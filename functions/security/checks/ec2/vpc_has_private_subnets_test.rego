package pantheon.checks.ec2.vpc_has_private_subnets_test

import data.pantheon.checks.ec2.vpc_has_private_subnets as check
import rego.v1

vpc := {"native_id": "vpc-1", "properties": {"IsDefault": false}}

table(associations, gateway) := {"properties": {
	"Associations": associations,
	"Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}],
	"VpcId": "vpc-1",
}}

estate(tables) := {
	"AWS::EC2::Subnet": {
		"subnet-a": {"native_id": "subnet-a", "properties": {"VpcId": "vpc-1"}},
		"subnet-b": {"native_id": "subnet-b", "properties": {"VpcId": "vpc-1"}},
	},
	"AWS::EC2::RouteTable": tables,
}

test_pass if {
	all := estate({"rtb-1": table([{"SubnetId": "subnet-a"}], "igw-1"), "rtb-2": table([{"Main": true}], "local")})
	count(check.deny) == 0 with input as vpc with data.estate as all
}

test_pass_not_connected if {
	count(check.deny) == 0 with input as vpc with data.estate as estate({"rtb-1": table([{"Main": true}], "local")})
}

test_pass_default_is_skipped if {
	check.skip with input as {"native_id": "vpc-1", "properties": {"IsDefault": true}}
}

test_fail if {
	all := estate({"rtb-1": table([{"Main": true}], "igw-1")})
	check.deny == {"All its 2 subnets have a route to an internet gateway."} with input as vpc with data.estate as all
}

test_no_data if {
	count(check.deny) == 0 with input as vpc
}
