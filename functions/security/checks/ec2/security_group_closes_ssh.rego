# METADATA
# title: Security groups do not let the internet reach SSH
# description: >-
#   Looks for rules that let in SSH from the internet, which is any network so large that nobody owns it, in IPv4 or
#   IPv6.
# custom:
#   severity: high
#   risk: >-
#     Anybody may try passwords, stolen keys and unpatched flaws of the SSH server of every instance in the group,
#     day and night.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Administer instances
#       through Session Manager, which needs no open port.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 22
#           ToPort: 22
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 22
#         to_port                      = 22
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     cis_3.0: ["5.2", "5.3"]
#     cis_5.0: ["5.3", "5.4"]
#     cis_7.0: ["6.3", "6.4"]
#     fsbp: [EC2.13, EC2.19]
package pantheon.checks.ec2.security_group_closes_ssh

import data.pantheon.lib.ec2
import rego.v1

services := {"tcp": {22: "SSH"}}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
