# METADATA
# title: Somebody is told of changes of security groups
# description: >-
#   Looks whether somebody is told when security groups are made, deleted, opened or closed:
#   AuthorizeSecurityGroupEgress, AuthorizeSecurityGroupIngress, CreateSecurityGroup, DeleteSecurityGroup,
#   RevokeSecurityGroupEgress, RevokeSecurityGroupIngress. For that, a trail of all regions has to write into a log
#   group, a metric filter of the group has to find the events, and an alarm on its metric has to tell a topic that
#   has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     A port is opened to the world for a quick test, or by an intruder, and stays open.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name security-group-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=security-group-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name security-group-changes \
#         --metric-name security-group-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = ec2.amazonaws.com) && (($.eventName = AuthorizeSecurityGroupEgress) ||
#           ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = CreateSecurityGroup) || ($.eventName
#           = DeleteSecurityGroup) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName =
#           RevokeSecurityGroupIngress)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: security-group-changes
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
#     cis_3.0: ["4.10"]
#     cis_5.0: ["4.10"]
#     cis_7.0: ["5.10"]
package pantheon.checks.cloudwatch.account_hears_of_security_group_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("ec2.amazonaws.com", events))

events := {
	"AuthorizeSecurityGroupEgress",
	"AuthorizeSecurityGroupIngress",
	"CreateSecurityGroup",
	"DeleteSecurityGroup",
	"RevokeSecurityGroupEgress",
	"RevokeSecurityGroupIngress",
}
