# METADATA
# title: Security groups do not let the internet reach SNMP or syslog
# description: >-
#   Looks for rules that let in SNMP or syslog from the internet, which is any network so large that nobody owns it,
#   in IPv4 or IPv6.
# custom:
#   severity: medium
#   risk: >-
#     Well-known community names let strangers read and change how devices are set up, forged log lines hide what
#     happens, and replies multiply attacks on others.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=udp,FromPort=161,ToPort=161,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: udp
#           FromPort: 161
#           ToPort: 161
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "udp"
#         from_port                    = 161
#         to_port                      = 161
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_snmp

import data.pantheon.lib.ec2
import rego.v1

services := {
	"udp": {
		161: "SNMP",
		162: "SNMP traps",
		514: "syslog",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
