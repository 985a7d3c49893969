# METADATA
# title: Security groups do not let the internet reach Redis
# description: >-
#   Looks for rules that let in Redis or Valkey, their cluster bus or sentinels from the internet, which is any
#   network so large that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Redis trusts everybody who can reach it unless told otherwise, and its commands can write files, which ends in
#     control of the machine.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=6379,ToPort=6379,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 6379
#           ToPort: 6379
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 6379
#         to_port                      = 6379
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_redis

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		6379: "Redis",
		16379: "Redis cluster bus",
		26379: "Redis Sentinel",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
