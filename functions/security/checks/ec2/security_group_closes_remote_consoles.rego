# METADATA
# title: Security groups do not let the internet reach VNC, WinRM or X11
# description: >-
#   Looks for rules that let in VNC, WinRM or X11 from the internet, which is any network so large that nobody owns
#   it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     These consoles often ask for a short password or for none, so a stranger may type on the instance.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Administer instances
#       through Session Manager, which needs no open port.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=5900,ToPort=5900,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 5900
#           ToPort: 5900
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5900
#         to_port                      = 5900
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     cis_3.0: ["5.2", "5.3"]
#     cis_5.0: ["5.3", "5.4"]
#     cis_7.0: ["6.3", "6.4"]
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_remote_consoles

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		5500: "VNC listener",
		5800: "VNC over HTTP",
		5900: "VNC",
		5901: "VNC",
		5985: "WinRM",
		5986: "WinRM over HTTPS",
		6000: "X11",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
