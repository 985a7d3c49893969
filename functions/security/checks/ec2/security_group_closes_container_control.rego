# METADATA
# title: Security groups do not let the internet reach Docker, Kubernetes or etcd
# description: >-
#   Looks for rules that let in the interfaces that control Docker, Kubernetes or etcd from the internet, which is
#   any network so large that nobody owns it, in IPv4 or IPv6.
# custom:
#   severity: high
#   risk: >-
#     The Docker socket and the kubelet run any container for whoever calls, and etcd holds all secrets of a
#     cluster: an open port is a root shell.
#   remediation:
#     text: >-
#       Remove the rule, or narrow its source to the networks or security groups that need it. Let clients outside
#       of the network come through a VPN or a private endpoint.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --ip-permissions
#       IpProtocol=tcp,FromPort=2375,ToPort=2375,IpRanges=[{CidrIp=0.0.0.0/0}]
#     cloudformation: |
#       SecurityGroupIngress:
#         - IpProtocol: tcp
#           FromPort: 2375
#           ToPort: 2375
#           SourceSecurityGroupId: !Ref ClientsSecurityGroup
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "clients" {
#         security_group_id            = aws_security_group.this.id
#         ip_protocol                  = "tcp"
#         from_port                    = 2375
#         to_port                      = 2375
#         referenced_security_group_id = aws_security_group.clients.id
#       }
#   resource_types: [AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.security_group_closes_container_control

import data.pantheon.lib.ec2
import rego.v1

services := {
	"tcp": {
		2375: "Docker",
		2376: "Docker over TLS",
		2379: "etcd",
		2380: "etcd peers",
		6443: "Kubernetes API",
		10250: "kubelet",
		10255: "kubelet, read-only",
	},
}

unknown := ec2.hidden(input, services)

deny := ec2.openings(input, services)
