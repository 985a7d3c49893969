# METADATA
# title: Somebody is told of changes of network access control lists
# description: >-
#   Looks whether somebody is told when network access control lists are made, changed or deleted: CreateNetworkAcl,
#   CreateNetworkAclEntry, DeleteNetworkAcl, DeleteNetworkAclEntry, ReplaceNetworkAclAssociation,
#   ReplaceNetworkAclEntry. For that, a trail of all regions has to write into a log group, a metric filter of the
#   group has to find the events, and an alarm on its metric has to tell a topic that has a subscription, or
#   something else.
# custom:
#   severity: low
#   risk: >-
#     The second fence around a subnet falls unnoticed.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name network-acl-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=network-acl-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name network-acl-changes \
#         --metric-name network-acl-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateNetworkAcl) || ($.eventName =
#           CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry)
#           || ($.eventName = ReplaceNetworkAclAssociation) || ($.eventName = ReplaceNetworkAclEntry)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: network-acl-changes
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
#     cis_3.0: ["4.11"]
#     cis_5.0: ["4.11"]
#     cis_7.0: ["5.11"]
package pantheon.checks.cloudwatch.account_hears_of_network_acl_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("ec2.amazonaws.com", events))

events := {
	"CreateNetworkAcl",
	"CreateNetworkAclEntry",
	"DeleteNetworkAcl",
	"DeleteNetworkAclEntry",
	"ReplaceNetworkAclAssociation",
	"ReplaceNetworkAclEntry",
}
