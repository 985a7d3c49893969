# METADATA
# title: Somebody is told of changes of gateways
# description: >-
#   Looks whether somebody is told when gateways to the internet and to customers are made, attached or taken away:
#   AttachInternetGateway, CreateCustomerGateway, CreateInternetGateway, DeleteCustomerGateway,
#   DeleteInternetGateway, DetachInternetGateway. For that, a trail of all regions has to write into a log group, a
#   metric filter of the group has to find the events, and an alarm on its metric has to tell a topic that has a
#   subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     A private network is joined to the internet, and nobody decided that.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name gateway-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=gateway-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name gateway-changes \
#         --metric-name gateway-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = ec2.amazonaws.com) && (($.eventName = AttachInternetGateway) || ($.eventName =
#           CreateCustomerGateway) || ($.eventName = CreateInternetGateway) || ($.eventName =
#           DeleteCustomerGateway) || ($.eventName = DeleteInternetGateway) || ($.eventName =
#           DetachInternetGateway)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: gateway-changes
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
#     cis_3.0: ["4.12"]
#     cis_5.0: ["4.12"]
#     cis_7.0: ["5.12"]
package pantheon.checks.cloudwatch.account_hears_of_gateway_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("ec2.amazonaws.com", events))

events := {
	"AttachInternetGateway",
	"CreateCustomerGateway",
	"CreateInternetGateway",
	"DeleteCustomerGateway",
	"DeleteInternetGateway",
	"DetachInternetGateway",
}
