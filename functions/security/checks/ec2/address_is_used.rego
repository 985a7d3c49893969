# METADATA
# title: Elastic IP addresses are in use
# description: >-
#   Looks whether the address is associated with an instance, a gateway or another network interface.
# custom:
#   severity: low
#   risk: >-
#     A forgotten address is paid for; names, firewalls and allow lists that still mean it trust whoever gets it
#     next.
#   remediation:
#     text: >-
#       Remove what points to the address, then release it.
#     cli: >-
#       aws ec2 release-address --allocation-id <address>
#   resource_types: [AWS::EC2::EIP]
#   frameworks:
#     fsbp: [EC2.12]
package pantheon.checks.ec2.address_is_used

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	lib.get(input.properties, "AssociationId", "") == ""
	sentence := sprintf("%s is associated with nothing.", [lib.get(input.properties, "PublicIp", "The address")])
}
