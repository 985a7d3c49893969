# METADATA
# title: Somebody is told of failed sign-ins
# description: >-
#   Looks whether somebody is told when sign-ins to the console fail. For that, a trail of all regions has to write
#   into a log group, a metric filter of the group has to find the events, and an alarm on its metric has to tell a
#   topic that has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     Somebody guesses passwords for days, until one fits.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name failed-sign-ins \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=failed-sign-ins,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name failed-sign-ins \
#         --metric-name failed-sign-ins --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: failed-sign-ins
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
#     cis_3.0: ["4.6"]
#     cis_5.0: ["4.6"]
#     cis_7.0: ["5.6"]
package pantheon.checks.cloudwatch.account_hears_of_failed_sign_ins

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.asking(terms))

terms := {"$.eventName=ConsoleLogin", "$.errorMessage=Failedauthentication"}
