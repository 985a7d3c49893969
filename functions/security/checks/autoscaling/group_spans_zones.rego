# METADATA
# title: Auto Scaling groups span several Availability Zones
# description: >-
#   Looks whether the group may launch instances in at least two Availability Zones.
# custom:
#   severity: low
#   risk: >-
#     The failure of one data center takes all instances of the group with it.
#   remediation:
#     text: >-
#       Add subnets in another zone to the group.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --vpc-zone-identifier
#       <subnet>,<subnet>
#     cloudformation: |
#       VPCZoneIdentifier:
#         - !Ref SubnetA
#         - !Ref SubnetB
#     terraform: |
#       resource "aws_autoscaling_group" "this" {
#         vpc_zone_identifier = [aws_subnet.a.id, aws_subnet.b.id]
#       }
#   resource_types: [AWS::AutoScaling::AutoScalingGroup]
#   frameworks:
#     fsbp: [AutoScaling.2]
package pantheon.checks.autoscaling.group_spans_zones

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains sentence if {
	zones := lib.get(input.properties, "AvailabilityZones", [])
	count(zones) < 2
	sentence := sprintf("It launches instances in no other zone than %s.", [concat("", zones)])
}
