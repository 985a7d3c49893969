# METADATA
# title: Launch templates give no public addresses
# description: >-
#   Looks whether an interface of the default version of the template asks for a public IPv4 address.
# custom:
#   severity: medium
#   risk: >-
#     Every instance that is launched so is on the internet, with nothing but its security groups in front of it.
#   remediation:
#     text: >-
#       Make a version of the template that asks for none, and make it the default.
#     cli: >-
#       aws ec2 modify-launch-template --launch-template-id <template> --default-version <version>
#     cloudformation: |
#       LaunchTemplateData:
#         NetworkInterfaces:
#           - DeviceIndex: 0
#             AssociatePublicIpAddress: false
#     terraform: |
#       resource "aws_launch_template" "this" {
#         network_interfaces {
#           device_index                = 0
#           associate_public_ip_address = false
#         }
#       }
#   resource_types: [AWS::EC2::LaunchTemplate]
#   frameworks:
#     fsbp: [EC2.25]
package pantheon.checks.ec2.launch_template_gives_no_public_address

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["LaunchTemplateData"])

deny contains sentence if {
	some interface in lib.get(lib.get(input.properties, "LaunchTemplateData", {}), "NetworkInterfaces", [])
	interface.AssociatePublicIpAddress == true
	sentence := sprintf("Interface %v gets a public IPv4 address.", [lib.get(interface, "DeviceIndex", 0)])
}
