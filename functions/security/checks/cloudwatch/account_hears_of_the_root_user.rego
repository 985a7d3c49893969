# METADATA
# title: Somebody is told of what the root user does
# description: >-
#   Looks whether somebody is told when the root user does anything. For that, a trail of all regions has to write
#   into a log group, a metric filter of the group has to find the events, and an alarm on its metric has to tell a
#   topic that has a subscription, or something else.
# custom:
#   severity: medium
#   risk: >-
#     The root user can do everything and is needed for nearly nothing: its use is a mistake or an intrusion, and
#     nobody looks.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name the-root-user \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=the-root-user,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name the-root-user \
#         --metric-name the-root-user --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !=
#           "AwsServiceEvent" }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: the-root-user
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
#     cis_3.0: ["4.3"]
#     cis_5.0: ["4.3"]
#     cis_7.0: ["5.3"]
package pantheon.checks.cloudwatch.account_hears_of_the_root_user

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.asking({"$.userIdentity.type=Root"}))
