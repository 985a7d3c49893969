# METADATA
# title: Security groups do not let the internet reach MongoDB
# description: >-
#   Looks for rules that let in MongoDB from the internet, which is any network so large that nobody owns it, in
#   IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     MongoDB has often been run without a password; such databases are found within hours, copied, emptied and held
#     to ransom.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=27017,ToPort=27017,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 27017
#           ToPort: 27017
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 27017
#         to_port                      = 27017
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_mongodb

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		27017: "MongoDB",
		27018: "MongoDB shard",
		27019: "MongoDB config server",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
