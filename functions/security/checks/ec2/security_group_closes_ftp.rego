# METADATA
# title: Security groups do not let the internet reach FTP or TFTP
# description: >-
#   Looks for rules that let in FTP or TFTP from the internet, which is any network so large that nobody owns it, in
#   IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     FTP sends names and passwords in clear text and TFTP asks for none, so files can be read and replaced by
#     whoever listens or tries.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=21,ToPort=21,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 21
#           ToPort: 21
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 21
#         to_port                      = 21
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_ftp

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {20: "FTP data", 21: "FTP"},
	"udp": {69: "TFTP"},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
