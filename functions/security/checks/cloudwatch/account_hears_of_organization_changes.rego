# METADATA
# title: Somebody is told of changes of the organization
# description: >-
#   Looks whether somebody is told when accounts, units and policies of the organization change: AcceptHandshake,
#   AttachPolicy, CreateAccount, CreateOrganizationalUnit, CreatePolicy, DeclineHandshake, DeleteOrganization,
#   DeleteOrganizationalUnit, DeletePolicy, DetachPolicy, DisablePolicyType, EnablePolicyType,
#   InviteAccountToOrganization, LeaveOrganization, MoveAccount, RemoveAccountFromOrganization,
#   UpdateOrganizationalUnit, UpdatePolicy. For that, a trail of all regions has to write into a log group, a metric
#   filter of the group has to find the events, and an alarm on its metric has to tell a topic that has a
#   subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     A policy that protects all accounts is detached, or an account leaves, and nobody hears of it.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name organization-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=organization-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name organization-changes \
#         --metric-name organization-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = organizations.amazonaws.com) && (($.eventName = AcceptHandshake) || ($.eventName
#           = AttachPolicy) || ($.eventName = CreateAccount) || ($.eventName = CreateOrganizationalUnit) ||
#           ($.eventName = CreatePolicy) || ($.eventName = DeclineHandshake) || ($.eventName =
#           DeleteOrganization) || ($.eventName = DeleteOrganizationalUnit) || ($.eventName = DeletePolicy) ||
#           ($.eventName = DetachPolicy) || ($.eventName = DisablePolicyType) || ($.eventName =
#           EnablePolicyType) || ($.eventName = InviteAccountToOrganization) || ($.eventName =
#           LeaveOrganization) || ($.eventName = MoveAccount) || ($.eventName = RemoveAccountFromOrganization)
#           || ($.eventName = UpdateOrganizationalUnit) || ($.eventName = UpdatePolicy)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: organization-changes
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
#     cis_3.0: ["4.15"]
#     cis_5.0: ["4.15"]
#     cis_7.0: ["5.15"]
package pantheon.checks.cloudwatch.account_hears_of_organization_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("organizations.amazonaws.com", events))

events := {
	"AcceptHandshake",
	"AttachPolicy",
	"CreateAccount",
	"CreateOrganizationalUnit",
	"CreatePolicy",
	"DeclineHandshake",
	"DeleteOrganization",
	"DeleteOrganizationalUnit",
	"DeletePolicy",
	"DetachPolicy",
	"DisablePolicyType",
	"EnablePolicyType",
	"InviteAccountToOrganization",
	"LeaveOrganization",
	"MoveAccount",
	"RemoveAccountFromOrganization",
	"UpdateOrganizationalUnit",
	"UpdatePolicy",
}
