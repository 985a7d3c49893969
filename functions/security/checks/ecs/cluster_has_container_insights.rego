# METADATA
# title: ECS clusters report what their containers use
# description: >-
#   Looks whether Container Insights is on.
# custom:
#   severity: low
#   risk: >-
#     A container that mines coins, leaks data or restarts without end is not seen in the numbers of the whole
#     cluster.
#   remediation:
#     text: >-
#       Turn on Container Insights.
#     cli: >-
#       aws ecs update-cluster-settings --cluster <cluster> --settings name=containerInsights,value=enabled
#     cloudformation: |
#       ClusterSettings:
#         - Name: containerInsights
#           Value: enabled
#     terraform: |
#       resource "aws_ecs_cluster" "this" {
#         name = "web"
#         setting {
#           name  = "containerInsights"
#           value = "enabled"
#         }
#       }
#   resource_types: [AWS::ECS::Cluster]
#   frameworks:
#     fsbp: [ECS.12]
package pantheon.checks.ecs.cluster_has_container_insights

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "Container Insights is off." if not insights

insights if {
	some setting in lib.get(input.properties, "ClusterSettings", [])
	setting.Name == "containerInsights"
	setting.Value in {"enabled", "enhanced"}
}
