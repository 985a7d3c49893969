package pantheon.checks.ec2.reachable_instance_guards_its_credentials_test

import data.pantheon.checks.ec2.reachable_instance_guards_its_credentials as check
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

estate(gateway, source) := {
	"AWS::EC2::NetworkInterface": {"eni-1": interface},
	"AWS::EC2::RouteTable": {"rtb-1": table(gateway)},
	"AWS::EC2::SecurityGroup": {"sg-1": group(source, 443)},
	"AWS::IAM::InstanceProfile": {"profile": {"dependencies": ["role"], "properties": {}}},
	"AWS::IAM::Role": {"role": {"properties": {"RoleName": "web"}}},
}

test_pass_tokens_are_required if {
	guarded := object.union(instance, {"properties": {"MetadataOptions": {"HttpTokens": "required"}}})
	count(check.deny) == 0 with input as guarded with data.estate as estate("igw-1", "0.0.0.0/0")
}

test_pass_not_reached if {
	count(check.deny) == 0 with input as instance with data.estate as estate("nat-1", "0.0.0.0/0")
}

test_pass_no_role if {
	without := object.union(instance, {"dependencies": ["eni-1"]})
	count(check.deny) == 0 with input as without with data.estate as estate("igw-1", "0.0.0.0/0")
}

test_fail if {
	count(check.deny) == 1 with input as instance with data.estate as estate("igw-1", "0.0.0.0/0")
}

test_no_data if {
	count(check.deny) == 0 with input as instance
}
