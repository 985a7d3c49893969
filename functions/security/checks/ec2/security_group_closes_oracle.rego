# METADATA
# title: Security groups do not let the internet reach Oracle databases
# description: >-
#   Looks for rules that let in the listener of an Oracle database from the internet, which is any network so large
#   that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     The listener tells strangers which databases there are and lets them guess passwords, among them well-known
#     default ones.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=1521,ToPort=1521,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 1521
#           ToPort: 1521
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 1521
#         to_port                      = 1521
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_oracle

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		1521: "Oracle",
		2483: "Oracle",
		2484: "Oracle over TLS",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
