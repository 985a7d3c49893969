# METADATA
# title: EC2 instances are in a VPC that was made for them
# description: >-
#   Looks whether the instance is in the default VPC of the region.
# custom:
#   severity: low
#   risk: >-
#     Every subnet of the default VPC is connected to the internet and hands out public addresses, so what is
#     launched there is public unless somebody takes care.
#   remediation:
#     text: >-
#       Make a VPC with private subnets, launch the instance there anew, and delete the default VPC.
#     cli: >-
#       aws ec2 run-instances --subnet-id <subnet> --launch-template LaunchTemplateId=<template>
#   resource_types: [AWS::EC2::Instance]
#   reads: [AWS::EC2::VPC]
package pantheon.checks.ec2.instance_is_outside_default_vpc

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains sentence if {
	some vpc in lib.needed(input, "AWS::EC2::VPC")
	vpc.properties.IsDefault == true
	sentence := sprintf("It is in the default VPC %s.", [vpc.native_id])
}
