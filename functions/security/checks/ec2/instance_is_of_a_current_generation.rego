# METADATA
# title: EC2 instances are of a generation that AWS still develops
# description: >-
#   Looks whether the instance type is of the generations before Nitro that AWS calls previous, some of which may
#   still be paravirtual.
# custom:
#   severity: low
#   risk: >-
#     The old hypervisor shares more between tenants, keeps no traffic between instances encrypted, and its capacity
#     is taken away over time.
#   remediation:
#     text: >-
#       Move to the successor of the type, such as from m3 to m7g or m7i, after testing the image on it.
#     cli: >-
#       aws ec2 modify-instance-attribute --instance-id <instance> --instance-type Value=m7i.large
#   resource_types: [AWS::EC2::Instance]
package pantheon.checks.ec2.instance_is_of_a_current_generation

import rego.v1

skip if input.state in {"deleting", "failed"}

previous := {
	"a1", "c1", "c3", "cc1", "cc2", "cg1", "cr1", "g2", "hi1", "hs1", "i2", "m1", "m2", "m3", "p2", "r3", "t1",
}

deny contains sentence if {
	type := input.properties.InstanceType
	is_string(type)
	split(type, ".")[0] in previous
	sentence := sprintf("%s is a type of a previous generation.", [type])
}
