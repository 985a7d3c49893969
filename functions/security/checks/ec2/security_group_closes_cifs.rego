# METADATA
# title: Security groups do not let the internet reach Windows file shares
# description: >-
#   Looks for rules that let in CIFS and NetBIOS from the internet, which is any network so large that nobody owns
#   it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Worms and ransomware spread through file shares: an open one gives strangers the files, and any unpatched flaw
#     the machine.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=445,ToPort=445,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 445
#           ToPort: 445
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 445
#         to_port                      = 445
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     cis_5.0: ["5.1.2"]
#     cis_7.0: ["6.1.2"]
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_cifs

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {139: "NetBIOS session", 445: "CIFS"},
	"udp": {137: "NetBIOS names", 138: "NetBIOS datagrams"},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
