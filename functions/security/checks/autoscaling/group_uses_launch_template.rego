# METADATA
# title: Auto Scaling groups use launch templates
# description: >-
#   Looks whether the group still launches its instances by a launch configuration.
# custom:
#   severity: low
#   risk: >-
#     Launch configurations have no versions to go back to and get none of the newer settings; what was secured in a
#     template does not reach these instances.
#   remediation:
#     text: >-
#       Make a launch template of the launch configuration, let the group use it, and delete the configuration.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --launch-template
#       LaunchTemplateId=<template>,Version='$Default'
#     cloudformation: |
#       LaunchTemplate:
#         LaunchTemplateId: !Ref LaunchTemplate
#         Version: !GetAtt LaunchTemplate.DefaultVersionNumber
#     terraform: |
#       resource "aws_autoscaling_group" "this" {
#         launch_template {
#           id      = aws_launch_template.this.id
#           version = aws_launch_template.this.default_version
#         }
#       }
#   resource_types: [AWS::AutoScaling::AutoScalingGroup]
#   frameworks:
#     fsbp: [AutoScaling.9]
package pantheon.checks.autoscaling.group_uses_launch_template

import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	name := input.properties.LaunchConfigurationName
	is_string(name)
	sentence := sprintf("It uses the launch configuration %s.", [name])
}
