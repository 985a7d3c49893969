# METADATA
# title: Somebody is told of changes of AWS Config
# description: >-
#   Looks whether somebody is told when recorders and delivery channels of AWS Config change or stop:
#   DeleteDeliveryChannel, PutConfigurationRecorder, PutDeliveryChannel, StopConfigurationRecorder. For that, a trail
#   of all regions has to write into a log group, a metric filter of the group has to find the events, and an alarm
#   on its metric has to tell a topic that has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     The history of resources ends, and with it the checks that build on it, and nobody hears of it.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name recorder-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=recorder-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name recorder-changes \
#         --metric-name recorder-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = config.amazonaws.com) && (($.eventName = DeleteDeliveryChannel) || ($.eventName =
#           PutConfigurationRecorder) || ($.eventName = PutDeliveryChannel) || ($.eventName =
#           StopConfigurationRecorder)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: recorder-changes
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
#     cis_3.0: ["4.9"]
#     cis_5.0: ["4.9"]
#     cis_7.0: ["5.9"]
package pantheon.checks.cloudwatch.account_hears_of_recorder_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("config.amazonaws.com", events))

events := {
	"DeleteDeliveryChannel",
	"PutConfigurationRecorder",
	"PutDeliveryChannel",
	"StopConfigurationRecorder",
}
