# METADATA
# title: Security groups do not let the internet reach RPC, NFS or rsync
# description: >-
#   Looks for rules that let in remote procedure calls, NFS or rsync from the internet, which is any network so
#   large that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     Files that are exported without a login can be read and changed from anywhere, and flaws of RPC services give
#     control of the machine.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=135,ToPort=135,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 135
#           ToPort: 135
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 135
#         to_port                      = 135
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
#   frameworks:
#     fsbp: [EC2.19]
package pantheon.checks.ec2.security_group_closes_rpc

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		111: "portmapper",
		135: "Windows RPC",
		873: "rsync",
		2049: "NFS",
	},
	"udp": {111: "portmapper", 2049: "NFS"},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
