# METADATA
# title: Security groups do not let the internet reach message brokers
# description: >-
#   Looks for rules that let in RabbitMQ, ActiveMQ or MQTT without TLS from the internet, which is any network so
#   large that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Strangers may read and inject messages that systems trust, or take over the broker by its console or by the
#     Erlang port, as happened with ActiveMQ.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=61616,ToPort=61616,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 61616
#           ToPort: 61616
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 61616
#         to_port                      = 61616
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_message_brokers

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		1883: "MQTT",
		4369: "Erlang port mapper",
		5672: "AMQP",
		8161: "ActiveMQ console",
		15672: "RabbitMQ console",
		25672: "RabbitMQ cluster",
		61616: "ActiveMQ",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
