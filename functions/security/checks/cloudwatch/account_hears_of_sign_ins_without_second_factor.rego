# METADATA
# title: Somebody is told of sign-ins without a second factor
# description: >-
#   Looks whether somebody is told when a user signs in to the console without multi-factor authentication. For that,
#   a trail of all regions has to write into a log group, a metric filter of the group has to find the events, and an
#   alarm on its metric has to tell a topic that has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     A user for whom nobody asked for a second factor, or a stranger with the password, works in the console
#     unnoticed.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name sign-ins-without-second-factor \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=sign-ins-without-second-factor,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name sign-ins-without-second-factor \
#         --metric-name sign-ins-without-second-factor --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type
#           = "IAMUser") }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: sign-ins-without-second-factor
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
#     cis_3.0: ["4.2"]
#     cis_5.0: ["4.2"]
#     cis_7.0: ["5.2"]
package pantheon.checks.cloudwatch.account_hears_of_sign_ins_without_second_factor

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.asking(terms))

terms := {"$.eventName=ConsoleLogin", "$.additionalEventData.MFAUsed!=Yes"}
