# METADATA
# title: Security groups do not let the internet reach Kafka or ZooKeeper
# description: >-
#   Looks for rules that let in Kafka brokers or ZooKeeper from the internet, which is any network so large that
#   nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     A broker without authentication gives every message to whoever asks and takes any message from whoever sends
#     one; ZooKeeper gives away the cluster.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=9092,ToPort=9092,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 9092
#           ToPort: 9092
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 9092
#         to_port                      = 9092
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_kafka

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		2181: "ZooKeeper",
		9092: "Kafka",
		9094: "Kafka over TLS",
		9096: "Kafka with SASL",
		9098: "Kafka with IAM",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
