# METADATA
# title: Somebody is told of changes of networks
# description: >-
#   Looks whether somebody is told when networks are made, changed, deleted or joined to others:
#   AcceptVpcPeeringConnection, CreateVpc, CreateVpcPeeringConnection, DeleteVpc, DeleteVpcPeeringConnection,
#   ModifyVpcAttribute, RejectVpcPeeringConnection. Events of EC2-Classic, which is gone, are not asked for. For
#   that, a trail of all regions has to write into a log group, a metric filter of the group has to find the events,
#   and an alarm on its metric has to tell a topic that has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     A network is joined to one of another account, and nobody decided that.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name vpc-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=vpc-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name vpc-changes \
#         --metric-name vpc-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = ec2.amazonaws.com) && (($.eventName = AcceptVpcPeeringConnection) || ($.eventName
#           = CreateVpc) || ($.eventName = CreateVpcPeeringConnection) || ($.eventName = DeleteVpc) ||
#           ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = ModifyVpcAttribute) || ($.eventName =
#           RejectVpcPeeringConnection)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: vpc-changes
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
#     cis_3.0: ["4.14"]
#     cis_5.0: ["4.14"]
#     cis_7.0: ["5.14"]
package pantheon.checks.cloudwatch.account_hears_of_vpc_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("ec2.amazonaws.com", events))

events := {
	"AcceptVpcPeeringConnection",
	"CreateVpc",
	"CreateVpcPeeringConnection",
	"DeleteVpc",
	"DeleteVpcPeeringConnection",
	"ModifyVpcAttribute",
	"RejectVpcPeeringConnection",
}
