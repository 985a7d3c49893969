# METADATA
# title: Groups of traces are searched for anomalies
# description: >-
#   Looks whether X-Ray Insights is on for the group.
# custom:
#   severity: informational
#   risk: >-
#     A rise of errors or of slow answers, which may be the first sign of an attack, is seen only by who happens to
#     look.
#   remediation:
#     text: >-
#       Turn on Insights and its notifications.
#     cli: >-
#       aws xray update-group --group-arn <group> --insights-configuration
#       InsightsEnabled=true,NotificationsEnabled=true
#     cloudformation: |
#       InsightsConfiguration:
#         InsightsEnabled: true
#         NotificationsEnabled: true
#     terraform: |
#       resource "aws_xray_group" "this" {
#         group_name        = "slow"
#         filter_expression = "responsetime > 5"
#         insights_configuration {
#           insights_enabled      = true
#           notifications_enabled = true
#         }
#       }
#   resource_types: [AWS::XRay::Group]
package pantheon.checks.xray.group_finds_anomalies

import data.pantheon.lib
import rego.v1

deny contains "Insights is off." if {
	not lib.get(input.properties, ["InsightsConfiguration", "InsightsEnabled"], false) == true
}
