# METADATA
# title: The internet does not reach SSH, Remote Desktop or other consoles of EC2 instances
# description: >-
#   Looks whether the internet reaches SSH, Remote Desktop, Telnet, VNC or WinRM of the instance. An instance counts
#   as reached where it has a public address, the route table of its subnet leads to an internet gateway and a
#   security group lets the internet in; network access control lists are not read.
# custom:
#   severity: critical
#   risk: >-
#     Strangers are at the login prompt right now: a guessed or leaked password, a stolen key or an unpatched flaw
#     makes the instance theirs.
#   remediation:
#     text: >-
#       Close the port in the security group and administer the instance through Session Manager or a VPN; then look
#       through its logins.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port 22 --cidr 0.0.0.0/0
#     terraform: |
#       resource "aws_instance" "this" {
#         associate_public_ip_address = false
#         subnet_id                   = aws_subnet.private.id
#       }
#   resource_types: [AWS::EC2::Instance]
#   reads: [AWS::EC2::NetworkInterface, AWS::EC2::RouteTable, AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.instance_hides_administration

import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

services := {
	"tcp": {
		22: "SSH",
		23: "Telnet",
		3389: "RDP",
		5900: "VNC",
		5985: "WinRM",
		5986: "WinRM over HTTPS",
	},
	"udp": {
		3389: "RDP",
	},
}

deny := ec2.exposures(input, services)
