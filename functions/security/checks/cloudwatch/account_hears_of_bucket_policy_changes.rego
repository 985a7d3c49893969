# METADATA
# title: Somebody is told of changes of who may use buckets
# description: >-
#   Looks whether somebody is told when policies, access control lists, life cycles or replication of buckets change:
#   DeleteBucketCors, DeleteBucketLifecycle, DeleteBucketPolicy, DeleteBucketReplication, PutBucketAcl,
#   PutBucketCors, PutBucketLifecycle, PutBucketPolicy, PutBucketReplication. For that, a trail of all regions has to
#   write into a log group, a metric filter of the group has to find the events, and an alarm on its metric has to
#   tell a topic that has a subscription, or something else.
# custom:
#   severity: low
#   risk: >-
#     A bucket is opened to the world, or copied to another account, and stays so.
#   remediation:
#     text: >-
#       Make the metric filter in the log group of the trail, an alarm on its metric from one event on, and a topic
#       to which those subscribe who respond. Where another system watches the trail, mute this.
#     cli: |
#       aws logs put-metric-filter --log-group-name <group> --filter-name bucket-policy-changes \
#         --filter-pattern file://pattern.txt \
#         --metric-transformations metricName=bucket-policy-changes,metricNamespace=Trail,metricValue=1
#       aws cloudwatch put-metric-alarm --alarm-name bucket-policy-changes \
#         --metric-name bucket-policy-changes --namespace Trail --statistic Sum \
#         --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold \
#         --alarm-actions <topic>
#     cloudformation: |
#       Type: AWS::Logs::MetricFilter
#       Properties:
#         FilterPattern: >-
#           { ($.eventSource = s3.amazonaws.com) && (($.eventName = DeleteBucketCors) || ($.eventName =
#           DeleteBucketLifecycle) || ($.eventName = DeleteBucketPolicy) || ($.eventName =
#           DeleteBucketReplication) || ($.eventName = PutBucketAcl) || ($.eventName = PutBucketCors) ||
#           ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketPolicy) || ($.eventName =
#           PutBucketReplication)) }
#         LogGroupName: !Ref TrailLogGroup
#         MetricTransformations:
#           - MetricName: bucket-policy-changes
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
#     cis_3.0: ["4.8"]
#     cis_5.0: ["4.8"]
#     cis_7.0: ["5.8"]
package pantheon.checks.cloudwatch.account_hears_of_bucket_policy_changes

import data.pantheon.lib.cloudwatch
import rego.v1

unknown := cloudwatch.unknown

deny := cloudwatch.unheard(cloudwatch.finding("s3.amazonaws.com", events))

events := {
	"DeleteBucketCors",
	"DeleteBucketLifecycle",
	"DeleteBucketPolicy",
	"DeleteBucketReplication",
	"PutBucketAcl",
	"PutBucketCors",
	"PutBucketLifecycle",
	"PutBucketPolicy",
	"PutBucketReplication",
}
