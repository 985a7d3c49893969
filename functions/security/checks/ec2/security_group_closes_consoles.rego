# METADATA
# title: Security groups do not let the internet reach the consoles of development tools
# description: >-
#   Looks for rules that let in the ports on which consoles and development servers listen, such as Jenkins,
#   Jupyter, Grafana, Prometheus or YARN from the internet, which is any network so large that nobody owns it, in
#   IPv4 or IPv6.
# custom:
#   severity: medium
#   risk: >-
#     Such consoles are made for trusted networks: many run code for whoever is logged in, and some for whoever is
#     not.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=8080,ToPort=8080,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 8080
#           ToPort: 8080
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 8080
#         to_port                      = 8080
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_consoles

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		3000: "Grafana, Node.js",
		4333: "mSQL",
		5000: "Flask, Docker registry",
		8080: "Jenkins, Tomcat",
		8088: "YARN",
		8888: "Jupyter",
		9090: "Prometheus",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
