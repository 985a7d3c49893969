# METADATA
# title: S3 buckets tell of what happens to their objects
# description: >-
#   Looks whether the bucket sends events to EventBridge, a function, a queue or a topic.
# custom:
#   severity: low
#   risk: >-
#     Mass deletion or a planted file goes unnoticed until somebody misses something.
#   remediation:
#     text: >-
#       Turn on events to EventBridge, or name a topic, queue or function for those that matter.
#     cli: >-
#       aws s3api put-bucket-notification-configuration --bucket <bucket> --notification-configuration
#       EventBridgeConfiguration={}
#     cloudformation: |
#       NotificationConfiguration:
#         EventBridgeConfiguration:
#           EventBridgeEnabled: true
#     terraform: |
#       resource "aws_s3_bucket_notification" "this" {
#         bucket      = aws_s3_bucket.this.id
#         eventbridge = true
#       }
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.11]
package pantheon.checks.s3.bucket_sends_events

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["NotificationConfiguration"])

told := object.get(input.properties, "NotificationConfiguration", {})

deny contains "No events are sent to EventBridge, a function, a queue or a topic." if not is_told

is_told if told.EventBridgeConfiguration.EventBridgeEnabled == true

is_told if {
	some kind in ["LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"]
	count(object.get(told, kind, [])) > 0
}
