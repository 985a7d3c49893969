# METADATA
# title: Security groups let in no large parts of the internet
# description: >-
#   Looks for rules whose source is a public network of more than 65,536 IPv4 addresses, or of more than a /32 of
#   IPv6, without being the whole internet, which other checks look for.
# custom:
#   severity: medium
#   risk: >-
#     A network of that size belongs to a provider rather than to one company: whoever rents a machine there is let
#     in.
#   remediation:
#     text: >-
#       Name the networks of the partner or office exactly, or let them come in through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 modify-security-group-rules --group-id <group> --security-group-rules
#       SecurityGroupRuleId=<rule>,SecurityGroupRule={IpProtocol=tcp,FromPort=443,ToPort=443,CidrIpv4=<network>}
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 443
#           ToPort: 443
#           CidrIp: 203.0.113.0/24
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "office" {
#         security_group_id = aws_security_group.this.id
#         ip_protocol       = "tcp"
#         from_port         = 443
#         to_port           = 443
#         cidr_ipv4         = "203.0.113.0/24"
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_sources_are_narrow

import data.pantheon.lib.ec2
import rego.v1

deny contains sentence if {
	some rule in ec2.ingress(input)
	some cidr in ec2.sources(rule)
	not ec2.worldwide(cidr)
	not ec2.private(cidr)
	ec2.bits(cidr) < widest[ec2.family(cidr)]
	sentence := sprintf("%s, which may reach %s, is more than one company owns.", [cidr, ec2.traffic(rule)])
}

widest := {"IPv4": 16, "IPv6": 32}
