# METADATA
# title: Security groups do not let the internet reach Cassandra
# description: >-
#   Looks for rules that let in Cassandra, its gossip or its management from the internet, which is any network so
#   large that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Cassandra lets everybody in by default, and its management port runs code, so both the data and the machines
#     are lost.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=9042,ToPort=9042,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 9042
#           ToPort: 9042
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 9042
#         to_port                      = 9042
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_cassandra

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		7000: "Cassandra gossip",
		7001: "Cassandra gossip over TLS",
		7199: "Cassandra JMX",
		9042: "Cassandra",
		9160: "Cassandra Thrift",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
