# METADATA
# title: Launch templates do not ask for unencrypted disks
# description: >-
#   Looks for disks for which the default version of the template says that they are not to be encrypted. A disk of
#   which it says nothing follows its snapshot and the default of the region.
# custom:
#   severity: medium
#   risk: >-
#     Every instance that is launched so keeps its data where whoever gets a copy of the disk reads it without any
#     key.
#   remediation:
#     text: >-
#       Make a version of the template that encrypts the disks, and make it the default.
#     cli: >-
#       aws ec2 modify-launch-template --launch-template-id <template> --default-version <version>
#     cloudformation: |
#       LaunchTemplateData:
#         BlockDeviceMappings:
#           - DeviceName: /dev/xvda
#             Ebs:
#               Encrypted: true
#     terraform: |
#       resource "aws_launch_template" "this" {
#         block_device_mappings {
#           device_name = "/dev/xvda"
#           ebs {
#             encrypted = true
#           }
#         }
#       }
#   resource_types: [AWS::EC2::LaunchTemplate]
package pantheon.checks.ec2.launch_template_encrypts_disks

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["LaunchTemplateData"])

deny contains sentence if {
	some disk in lib.get(lib.get(input.properties, "LaunchTemplateData", {}), "BlockDeviceMappings", [])
	disk.Ebs.Encrypted == false
	sentence := sprintf("%s is not encrypted.", [lib.get(disk, "DeviceName", "A disk")])
}
