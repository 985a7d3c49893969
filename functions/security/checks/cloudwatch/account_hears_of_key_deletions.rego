# METADATA
# title: Somebody is told of KMS keys that are disabled or to be deleted
# description: >-
#   Looks whether somebody is told when keys are disabled or are to be deleted: DisableKey, ScheduleKeyDeletion. For
#   that, a trail of all regions has to write into a log group, a metric filter of the group has to find the events,
#   and an alarm on its metric has to tell a topic that has a subscription, or something else.
# custom:
#   severity: medium
#   risk: >-
#     All data under a key is lost when its waiting time ends, and nobody has used that time.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name key-deletions \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=key-deletions,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name key-deletions \
#         --metric-name key-deletions --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName =
#           ScheduleKeyDeletion)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: key-deletions
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
#     cis_3.0: ["4.7"]
#     cis_5.0: ["4.7"]
#     cis_7.0: ["5.7"]
package pantheon.checks.cloudwatch.account_hears_of_key_deletions

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("kms.amazonaws.com", events))

events := {"DisableKey", "ScheduleKeyDeletion"}
