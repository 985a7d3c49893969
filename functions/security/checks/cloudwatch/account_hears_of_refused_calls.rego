# METADATA
# title: Somebody is told of calls that are refused
# description: >-
#   Looks whether somebody is told when calls end with an error of authorization. For that, a trail of all regions
#   has to write into a log group, a metric filter of the group has to find the events, and an alarm on its metric
#   has to tell a topic that has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     Somebody tries out what a stolen key may do, and nobody notices the thousand refusals.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name refused-calls \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=refused-calls,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name refused-calls \
#         --metric-name refused-calls --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: refused-calls
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
#     cis_3.0: ["4.1"]
#     cis_5.0: ["4.1"]
#     cis_7.0: ["5.1"]
package pantheon.checks.cloudwatch.account_hears_of_refused_calls

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.asking(terms))

terms := {"$.errorCode=*UnauthorizedOperation", "$.errorCode=AccessDenied*"}
