# METADATA
# title: Launch configurations require session tokens for metadata
# description: >-
#   Looks whether instances of the configuration ask for the tokens of the second version of the metadata service,
#   or have the service off.
# custom:
#   severity: high
#   risk: >-
#     Every instance of the group gives the credentials of its role to whoever can make it fetch an address.
#   remediation:
#     text: >-
#       Replace the configuration by a launch template that requires tokens; a configuration cannot be changed.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --launch-template
#       LaunchTemplateId=<template>,Version='$Default'
#     cloudformation: |
#       MetadataOptions:
#         HttpTokens: required
#     terraform: |
#       resource "aws_launch_template" "this" {
#         metadata_options {
#           http_endpoint = "enabled"
#           http_tokens   = "required"
#         }
#       }
#   resource_types: [AWS::AutoScaling::LaunchConfiguration]
#   frameworks:
#     fsbp: [AutoScaling.3]
package pantheon.checks.autoscaling.launch_configuration_requires_imdsv2

import data.pantheon.lib
import rego.v1

deny contains "Its instances answer metadata requests without a session token." if {
	options := lib.get(input.properties, "MetadataOptions", {})
	lib.get(options, "HttpEndpoint", "enabled") != "disabled"
	lib.get(options, "HttpTokens", "optional") != "required"
}
