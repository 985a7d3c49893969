# METADATA
# title: Somebody is told of changes of route tables
# description: >-
#   Looks whether somebody is told when routes and route tables are made, changed or deleted: CreateRoute,
#   CreateRouteTable, DeleteRoute, DeleteRouteTable, DisassociateRouteTable, ReplaceRoute,
#   ReplaceRouteTableAssociation. For that, a trail of all regions has to write into a log group, a metric filter of
#   the group has to find the events, and an alarm on its metric has to tell a topic that has a subscription, or
#   something else.
# custom:
#   severity: low
#   risk: >-
#     Traffic takes a way past the firewall, or through a machine of somebody else.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name route-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=route-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name route-changes \
#         --metric-name route-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateRoute) || ($.eventName =
#           CreateRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DeleteRouteTable) || ($.eventName
#           = DisassociateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName =
#           ReplaceRouteTableAssociation)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: route-changes
#             MetricNamespace: Trail
#             MetricValue: "1"
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads:
#     - AWS::CloudTrail::Trail
#     - AWS::CloudWatch::Alarm
#     - AWS::IAM::Role
#     - AWS::Logs::MetricFilter
#     - AWS::SNS::Subscription
#   frameworks:
#     cis_3.0: ["4.13"]
#     cis_5.0: ["4.13"]
#     cis_7.0: ["5.13"]
package pantheon.checks.cloudwatch.account_hears_of_route_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("ec2.amazonaws.com", events))

events := {
	"CreateRoute",
	"CreateRouteTable",
	"DeleteRoute",
	"DeleteRouteTable",
	"DisassociateRouteTable",
	"ReplaceRoute",
	"ReplaceRouteTableAssociation",
}
