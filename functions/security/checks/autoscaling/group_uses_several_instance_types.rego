# METADATA
# title: Auto Scaling groups use several instance types in several zones
# description: >-
#   Looks whether the group may choose among at least two instance types, or describes what it needs, and spans at
#   least two Availability Zones.
# custom:
#   severity: informational
#   risk: >-
#     When one type runs out in one zone, the group cannot grow under load or replace what failed.
#   remediation:
#     text: >-
#       Give the group a mixed instances policy with several types.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --mixed-instances-policy
#       file://policy.json
#     terraform: |
#       resource "aws_autoscaling_group" "this" {
#         mixed_instances_policy {
#           launch_template {
#             launch_template_specification {
#               launch_template_id = aws_launch_template.this.id
#             }
#             override { instance_type = "m7i.large" }
#             override { instance_type = "m6i.large" }
#           }
#         }
#       }
#   resource_types: [AWS::AutoScaling::AutoScalingGroup]
#   frameworks:
#     fsbp: [AutoScaling.6]
package pantheon.checks.autoscaling.group_uses_several_instance_types

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains "It launches a single instance type." if {
	count(types) < 2
	not described
}

deny contains "It launches instances in a single zone." if {
	count(lib.get(input.properties, "AvailabilityZones", [])) < 2
}

choices := lib.get(input.properties, ["MixedInstancesPolicy", "LaunchTemplate", "Overrides"], [])

types := {choice.InstanceType | some choice in choices}

# A choice without a type says what the instances must have, which many types do.
described if {
	some choice in choices
	not choice.InstanceType
}
