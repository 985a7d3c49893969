# METADATA
# title: Security groups do not let the internet reach Remote Desktop
# description: >-
#   Looks for rules that let in Remote Desktop from the internet, which is any network so large that nobody owns it,
#   in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Remote Desktop is the most common way in for ransomware: whoever guesses a password or knows an unpatched flaw
#     has a desktop on the instance.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Administer instances
#       through Session Manager, which needs no open port.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=3389,ToPort=3389,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 3389
#           ToPort: 3389
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 3389
#         to_port                      = 3389
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     cis_3.0: ["5.2", "5.3"]
#     cis_5.0: ["5.3", "5.4"]
#     cis_7.0: ["6.3", "6.4"]
#     fsbp: [EC2.14, EC2.19]
package pantheon.checks.ec2.security_group_closes_rdp

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {3389: "RDP"},
	"udp": {3389: "RDP"},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
