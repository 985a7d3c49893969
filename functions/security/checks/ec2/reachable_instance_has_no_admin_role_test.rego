package pantheon.checks.ec2.reachable_instance_has_no_admin_role_test

import data.pantheon.checks.ec2.reachable_instance_has_no_admin_role as check
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

estate(gateway, source, policy) := {
	"AWS::EC2::NetworkInterface": {"eni-1": interface},
	"AWS::EC2::RouteTable": {"rtb-1": table(gateway)},
	"AWS::EC2::SecurityGroup": {"sg-1": group(source, 443)},
	"AWS::IAM::InstanceProfile": {"profile": {"dependencies": ["role"], "properties": {}}},
	"AWS::IAM::Role": {"role": {
		"dependencies": ["policy"],
		"properties": {"RoleName": "web", "ManagedPolicyArns": [policy]},
	}},
	"AWS::IAM::ManagedPolicy": {"policy": {
		"arn": "arn:aws:iam::111111111111:policy/all",
		"properties": {
			"ManagedPolicyName": "all",
			"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}},
		},
	}},
}

admin := "arn:aws:iam::aws:policy/AdministratorAccess"

test_pass_harmless_role if {
	harmless := "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
	count(check.deny) == 0 with input as instance with data.estate as estate("igw-1", "0.0.0.0/0", harmless)
}

test_pass_not_reached if {
	count(check.deny) == 0 with input as instance with data.estate as estate("igw-1", "10.0.0.0/8", admin)
	count(check.deny) == 0 with input as instance with data.estate as estate("nat-1", "0.0.0.0/0", admin)
}

test_pass_boundary_holds_it_back if {
	boundary := {"PermissionsBoundary": "arn:aws:iam::111111111111:policy/boundary"}
	role := {"AWS::IAM::Role": {"role": {"properties": boundary}}}
	bounded := object.union(estate("igw-1", "0.0.0.0/0", admin), role)
	count(check.deny) == 0 with input as instance with data.estate as bounded
}

test_fail_policy_of_aws if {
	way := "0.0.0.0/0 reaches 203.0.113.7 by the rule for TCP 443 of sg-1"
	sentence := sprintf("%s, and its role web is all-powerful by AdministratorAccess.", [way])
	check.deny == {sentence} with input as instance with data.estate as estate("igw-1", "0.0.0.0/0", admin)
}

test_fail_policy_of_the_account if {
	own := "arn:aws:iam::111111111111:policy/all"
	count(check.deny) == 1 with input as instance with data.estate as estate("igw-1", "0.0.0.0/0", own)
}

test_fail_ipv6 if {
	rules := [{"CidrIpv6": "::/0", "IpProtocol": "-1"}]
	routes := [{"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1"}]
	six := object.union(estate("igw-1", "0.0.0.0/0", admin), {
		"AWS::EC2::NetworkInterface": {"eni-1": {"properties": {"Ipv6Addresses": ["2001:db8::1"]}}},
		"AWS::EC2::RouteTable": {"rtb-1": {"properties": {"Routes": routes}}},
		"AWS::EC2::SecurityGroup": {"sg-1": {"properties": {"SecurityGroupIngress": rules}}},
	})
	count(check.deny) == 1 with input as instance with data.estate as six
}

test_no_data if {
	count(check.deny) == 0 with input as instance
}
