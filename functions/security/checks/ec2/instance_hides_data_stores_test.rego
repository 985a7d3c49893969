package pantheon.checks.ec2.instance_hides_data_stores_test

import data.pantheon.checks.ec2.instance_hides_data_stores as check
import rego.v1

instance := {
	"state": "active",
	"dependencies": ["eni-1", "profile"],
	"properties": {
		"IamInstanceProfile": "web",
		"MetadataOptions": {"HttpEndpoint": "enabled", "HttpTokens": "optional"},
		"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "DeviceIndex": 0}],
		"PublicIpAddress": "203.0.113.7",
	},
}

interface := {
	"native_id": "eni-1",
	"dependencies": ["sg-1"],
	"properties": {"SubnetId": "subnet-1", "VpcId": "vpc-1"},
}

table(gateway) := {"properties": {
	"Associations": [{"Main": true}],
	"Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway, "State": "active"}],
	"VpcId": "vpc-1",
}}

group(source, port) := {"native_id": "sg-1", "properties": {"SecurityGroupIngress": [{
	"CidrIp": source,
	"FromPort": port,
	"IpProtocol": "tcp",
	"ToPort": port,
}]}}

estate(gateway, source, port) := {
	"AWS::EC2::NetworkInterface": {"eni-1": interface},
	"AWS::EC2::RouteTable": {"rtb-1": table(gateway)},
	"AWS::EC2::SecurityGroup": {"sg-1": group(source, port)},
}

test_pass_narrow_source if {
	count(check.deny) == 0 with input as instance with data.estate as estate("igw-1", "198.51.100.0/24", 6379)
}

test_pass_other_port if {
	count(check.deny) == 0 with input as instance with data.estate as estate("igw-1", "0.0.0.0/0", 443)
}

test_pass_no_route if {
	count(check.deny) == 0 with input as instance with data.estate as estate("nat-1", "0.0.0.0/0", 6379)
}

test_pass_subnet_has_a_table_of_its_own if {
	own := {"properties": {"Associations": [{"SubnetId": "subnet-1"}], "VpcId": "vpc-1"}}
	all := estate("igw-1", "0.0.0.0/0", 6379)
	tables := object.union(all["AWS::EC2::RouteTable"], {"rtb-2": own})
	private := object.union(all, {"AWS::EC2::RouteTable": tables})
	count(check.deny) == 0 with input as instance with data.estate as private
}

test_pass_no_public_address if {
	private := object.union(instance, {"properties": {"PublicIpAddress": null}})
	count(check.deny) == 0 with input as private with data.estate as estate("igw-1", "0.0.0.0/0", 6379)
}

test_fail if {
	sentence := "203.0.113.7 is reached from 0.0.0.0/0 at TCP 6379 (Redis) through sg-1."
	check.deny == {sentence} with input as instance with data.estate as estate("igw-1", "0.0.0.0/0", 6379)
}

test_no_data if {
	count(check.deny) == 0 with input as instance
}
