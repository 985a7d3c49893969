# METADATA
# title: Launch configurations give no public addresses
# description: >-
#   Looks whether instances of the configuration get a public IPv4 address.
# custom:
#   severity: high
#   risk: >-
#     Every instance of the group is on the internet, with nothing but its security groups in front of it.
#   remediation:
#     text: >-
#       Replace the configuration by a launch template without public addresses, and put a load balancer in front of
#       the group.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --launch-template
#       LaunchTemplateId=<template>,Version='$Default'
#     cloudformation: |
#       AssociatePublicIpAddress: false
#     terraform: |
#       resource "aws_launch_template" "this" {
#         network_interfaces {
#           associate_public_ip_address = false
#         }
#       }
#   resource_types: [AWS::AutoScaling::LaunchConfiguration]
#   frameworks:
#     fsbp: [AutoScaling.5]
package pantheon.checks.autoscaling.launch_configuration_gives_no_public_address

import rego.v1

deny contains "Its instances get a public IPv4 address." if input.properties.AssociatePublicIpAddress == true
