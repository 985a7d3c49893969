package pantheon.checks.ec2.main_route_table_is_private_test

import data.pantheon.checks.ec2.main_route_table_is_private as check
import rego.v1

table(main, gateway) := {"dependencies": ["vpc"], "properties": {
	"Associations": [{"Main": main, "SubnetId": "subnet-1"}],
	"Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway, "State": "active"}],
	"VpcId": "vpc-1",
}}

test_pass if {
	count(check.deny) == 0 with input as table(false, "igw-1")
	count(check.deny) == 0 with input as table(true, "vgw-1")
}

test_pass_default_is_skipped if {
	estate := {"AWS::EC2::VPC": {"vpc": {"properties": {"IsDefault": true}}}}
	check.skip with input as table(true, "igw-1") with data.estate as estate
}

test_fail if {
	check.deny == {"Its IPv4 traffic goes to igw-1."} with input as table(true, "igw-1")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
