# METADATA
# title: Somebody is told of changes of trails
# description: >-
#   Looks whether somebody is told when trails are made, changed, stopped or deleted: CreateTrail, DeleteTrail,
#   StartLogging, StopLogging, UpdateTrail. For that, a trail of all regions has to write into a log group, a metric
#   filter of the group has to find the events, and an alarm on its metric has to tell a topic that has a
#   subscription, or something else.
# custom:
#   severity: medium
#   risk: >-
#     The first thing that an intruder does is to stop the recording, and nobody hears of it.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name trail-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=trail-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name trail-changes \
#         --metric-name trail-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = cloudtrail.amazonaws.com) && (($.eventName = CreateTrail) || ($.eventName =
#           DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) || ($.eventName =
#           UpdateTrail)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: trail-changes
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
#     cis_3.0: ["4.5"]
#     cis_5.0: ["4.5"]
#     cis_7.0: ["5.5"]
package pantheon.checks.cloudwatch.account_hears_of_trail_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("cloudtrail.amazonaws.com", events))

events := {"CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"}
