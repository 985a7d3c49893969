# METADATA
# title: EC2 instances have one network interface
# description: >-
#   Counts the network interfaces of the instance. Those of EKS nodes, which the network plug-in adds, are left out.
# custom:
#   severity: low
#   risk: >-
#     An instance with a foot in two networks may carry traffic from one into the other, past everything that stands
#     between them.
#   remediation:
#     text: >-
#       Detach the further interface, unless the instance is a firewall or a router on purpose.
#     cli: >-
#       aws ec2 detach-network-interface --attachment-id <attachment>
#   resource_types: [AWS::EC2::Instance]
#   frameworks:
#     fsbp: [EC2.17]
package pantheon.checks.ec2.instance_has_one_interface

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if {
	some key in object.keys(lib.get(input, "tags", {}))
	startswith(key, "kubernetes.io/cluster/")
}

deny contains sentence if {
	interfaces := lib.get(input.properties, "NetworkInterfaces", [])
	count(interfaces) > 1
	sentence := sprintf("It has %d network interfaces.", [count(interfaces)])
}
