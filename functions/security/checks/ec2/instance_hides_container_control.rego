# METADATA
# title: The internet does not reach Docker, kubelets or etcd of EC2 instances
# description: >-
#   Looks whether the internet reaches the interfaces that control Docker, Kubernetes or etcd of the instance. An
#   instance counts as reached where it has a public address, the route table of its subnet leads to an internet
#   gateway and a security group lets the internet in; network access control lists are not read.
# custom:
#   severity: critical
#   risk: >-
#     Whoever calls these interfaces starts containers as root or reads every secret of the cluster; bots look for
#     them without pause.
#   remediation:
#     text: >-
#       Close the port in the security group, then replace the instance and all credentials that were on it.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port 2375 --cidr 0.0.0.0/0
#     terraform: |
#       resource "aws_instance" "this" {
#         associate_public_ip_address = false
#         subnet_id                   = aws_subnet.private.id
#       }
#   resource_types: [AWS::EC2::Instance]
#   reads: [AWS::EC2::NetworkInterface, AWS::EC2::RouteTable, AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.instance_hides_container_control

import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

services := {
	"tcp": {
		2375: "Docker",
		2376: "Docker over TLS",
		2379: "etcd",
		2380: "etcd peers",
		10250: "kubelet",
		10255: "kubelet, read-only",
	},
}

deny := ec2.exposures(input, services)
