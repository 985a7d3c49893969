# METADATA
# title: Security groups do not let the internet reach SQL Server
# description: >-
#   Looks for rules that let in SQL Server or its browser from the internet, which is any network so large that
#   nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Bots guess the password of the user sa all the time; who has it runs commands on the machine as well as on the
#     data.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=1433,ToPort=1433,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 1433
#           ToPort: 1433
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 1433
#         to_port                      = 1433
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_sql_server

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {1433: "SQL Server", 1434: "SQL Server admin"},
	"udp": {1434: "SQL Server browser"},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
