# METADATA
# title: Launch configurations do not ask for unencrypted disks
# description: >-
#   Looks for disks for which the configuration says that they are not to be encrypted. A disk of which it says
#   nothing follows its snapshot and the default of the region.
# custom:
#   severity: medium
#   risk: >-
#     Every instance of the group keeps its data where whoever gets a copy of the disk reads it without any key.
#   remediation:
#     text: >-
#       Replace the configuration by a launch template that encrypts the disks.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --launch-template
#       LaunchTemplateId=<template>,Version='$Default'
#     terraform: |
#       resource "aws_launch_template" "this" {
#         block_device_mappings {
#           device_name = "/dev/xvda"
#           ebs {
#             encrypted = true
#           }
#         }
#       }
#   resource_types: [AWS::AutoScaling::LaunchConfiguration]
package pantheon.checks.autoscaling.launch_configuration_encrypts_disks

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	some disk in lib.get(input.properties, "BlockDeviceMappings", [])
	disk.Ebs.Encrypted == false
	sentence := sprintf("%s is not encrypted.", [lib.get(disk, "DeviceName", "A disk")])
}
