# METADATA
# title: Security groups do not let the internet reach LDAP or Kerberos
# description: >-
#   Looks for rules that let in LDAP, the global catalog or Kerberos from the internet, which is any network so
#   large that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     A directory names every user of the company and lets strangers guess their passwords; over UDP it also
#     multiplies attacks on others.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=389,ToPort=389,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 389
#           ToPort: 389
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 389
#         to_port                      = 389
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_directories

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		88: "Kerberos",
		389: "LDAP",
		464: "Kerberos passwords",
		636: "LDAP over TLS",
		3268: "global catalog",
		3269: "global catalog over TLS",
	},
	"udp": {
		88: "Kerberos",
		389: "LDAP",
		464: "Kerberos passwords",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
