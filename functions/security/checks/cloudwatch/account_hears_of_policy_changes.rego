# METADATA
# title: Somebody is told of changes of IAM policies
# description: >-
#   Looks whether somebody is told when rights of identities change: AttachGroupPolicy, AttachRolePolicy,
#   AttachUserPolicy, CreatePolicy, CreatePolicyVersion, DeleteGroupPolicy, DeletePolicy, DeletePolicyVersion,
#   DeleteRolePolicy, DeleteUserPolicy, DetachGroupPolicy, DetachRolePolicy, DetachUserPolicy, PutGroupPolicy,
#   PutRolePolicy, PutUserPolicy. For that, a trail of all regions has to write into a log group, a metric filter of
#   the group has to find the events, and an alarm on its metric has to tell a topic that has a subscription, or
#   something else.
# custom:
#   severity: medium
#   risk: >-
#     An intruder makes an administrator to come back with, and nobody asks who that is.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name policy-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=policy-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name policy-changes \
#         --metric-name policy-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = iam.amazonaws.com) && (($.eventName = AttachGroupPolicy) || ($.eventName =
#           AttachRolePolicy) || ($.eventName = AttachUserPolicy) || ($.eventName = CreatePolicy) ||
#           ($.eventName = CreatePolicyVersion) || ($.eventName = DeleteGroupPolicy) || ($.eventName =
#           DeletePolicy) || ($.eventName = DeletePolicyVersion) || ($.eventName = DeleteRolePolicy) ||
#           ($.eventName = DeleteUserPolicy) || ($.eventName = DetachGroupPolicy) || ($.eventName =
#           DetachRolePolicy) || ($.eventName = DetachUserPolicy) || ($.eventName = PutGroupPolicy) ||
#           ($.eventName = PutRolePolicy) || ($.eventName = PutUserPolicy)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: policy-changes
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
#     cis_3.0: ["4.4"]
#     cis_5.0: ["4.4"]
#     cis_7.0: ["5.4"]
package pantheon.checks.cloudwatch.account_hears_of_policy_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("iam.amazonaws.com", events))

events := {
	"AttachGroupPolicy",
	"AttachRolePolicy",
	"AttachUserPolicy",
	"CreatePolicy",
	"CreatePolicyVersion",
	"DeleteGroupPolicy",
	"DeletePolicy",
	"DeletePolicyVersion",
	"DeleteRolePolicy",
	"DeleteUserPolicy",
	"DetachGroupPolicy",
	"DetachRolePolicy",
	"DetachUserPolicy",
	"PutGroupPolicy",
	"PutRolePolicy",
	"PutUserPolicy",
}
