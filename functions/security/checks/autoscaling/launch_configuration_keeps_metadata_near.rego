# METADATA
# title: Launch configurations keep metadata on the instance
# description: >-
#   Looks whether answers of the metadata service may pass more than one hop.
# custom:
#   severity: low
#   risk: >-
#     A container, or whatever routes its traffic through the instance, can fetch the credentials of the instance
#     role.
#   remediation:
#     text: >-
#       Replace the configuration by a launch template with a hop limit of 1; give containers roles of their own.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --launch-template
#       LaunchTemplateId=<template>,Version='$Default'
#     cloudformation: |
#       MetadataOptions:
#         HttpPutResponseHopLimit: 1
#   resource_types: [AWS::AutoScaling::LaunchConfiguration]
#   frameworks:
#     fsbp: [AutoScaling.4]
package pantheon.checks.autoscaling.launch_configuration_keeps_metadata_near

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	options := lib.get(input.properties, "MetadataOptions", {})
	lib.get(options, "HttpEndpoint", "enabled") != "disabled"
	limit := options.HttpPutResponseHopLimit
	is_number(limit)
	limit > 1
	sentence := sprintf("Answers of the metadata service may pass %d hops.", [limit])
}
