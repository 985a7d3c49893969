# METADATA
# title: The internet does not reach file shares and directories of EC2 instances
# description: >-
#   Looks whether the internet reaches file shares, FTP, LDAP, Kerberos or remote procedure calls of the instance.
#   An instance counts as reached where it has a public address, the route table of its subnet leads to an internet
#   gateway and a security group lets the internet in; network access control lists are not read.
# custom:
#   severity: critical
#   risk: >-
#     Strangers can read files or guess the passwords of every user of the directory right now, and worms need no
#     password where a patch is missing.
#   remediation:
#     text: >-
#       Close the port in the security group and move the instance into a private subnet that is reached by VPN.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port 445 --cidr 0.0.0.0/0
#     terraform: |
#       resource "aws_instance" "this" {
#         associate_public_ip_address = false
#         subnet_id                   = aws_subnet.private.id
#       }
#   resource_types: [AWS::EC2::Instance]
#   reads: [AWS::EC2::NetworkInterface, AWS::EC2::RouteTable, AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.instance_hides_file_and_directory_services

import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

services := {
	"tcp": {
		20: "FTP data",
		21: "FTP",
		88: "Kerberos",
		111: "portmapper",
		135: "Windows RPC",
		139: "NetBIOS session",
		389: "LDAP",
		445: "CIFS",
		636: "LDAP over TLS",
		2049: "NFS",
	},
	"udp": {
		389: "LDAP",
	},
}

deny := ec2.exposures(input, services)
