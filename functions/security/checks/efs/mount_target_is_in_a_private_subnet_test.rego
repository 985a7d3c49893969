package pantheon.checks.efs.mount_target_is_in_a_private_subnet_test

import data.pantheon.checks.efs.mount_target_is_in_a_private_subnet as check
import rego.v1

target := {"dependencies": ["subnet"], "properties": {"SubnetId": "subnet-1", "VpcId": "vpc-1"}}

estate(gateway, public) := {
	"AWS::EC2::Subnet": {"subnet": {"properties": {"MapPublicIpOnLaunch": public}}},
	"AWS::EC2::RouteTable": {"table": {"properties": {
		"Associations": [{"Main": true}],
		"Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}],
		"VpcId": "vpc-1",
	}}},
}

test_pass if {
	count(check.deny) == 0 with input as target with data.estate as estate("vgw-1", false)
}

test_fail if {
	connected := "subnet-1 is connected to the internet."
	check.deny == {connected} with input as target with data.estate as estate("igw-1", false)
	public := "subnet-1 hands out public addresses."
	check.deny == {public} with input as target with data.estate as estate("vgw-1", true)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
