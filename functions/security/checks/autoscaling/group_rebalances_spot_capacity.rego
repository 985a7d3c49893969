# METADATA
# title: Auto Scaling groups with Spot instances replace them before they are taken away
# description: >-
#   Looks whether a group that launches Spot instances has capacity rebalancing on. Groups without Spot instances
#   are left out.
# custom:
#   severity: informational
#   risk: >-
#     Instances vanish two minutes after their notice, so requests fail while their successors start.
#   remediation:
#     text: >-
#       Turn on capacity rebalancing.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --capacity-rebalance
#     cloudformation: |
#       CapacityRebalance: true
#     terraform: |
#       resource "aws_autoscaling_group" "this" {
#         capacity_rebalance = true
#       }
#   resource_types: [AWS::AutoScaling::AutoScalingGroup]
package pantheon.checks.autoscaling.group_rebalances_spot_capacity

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

distribution := lib.get(lib.get(input.properties, "MixedInstancesPolicy", {}), "InstancesDistribution", {})

skip if lib.get(distribution, "OnDemandPercentageAboveBaseCapacity", 100) in {100, null}

deny contains "It launches Spot instances without capacity rebalancing." if {
	not input.properties.CapacityRebalance == true
}
