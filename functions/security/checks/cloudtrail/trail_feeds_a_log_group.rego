# METADATA
# title: Trails write into a log group, too
# description: >-
#   Looks whether the trail sends its events to CloudWatch Logs, where filters and alarms can watch them.
# custom:
#   severity: low
#   risk: >-
#     The files in the bucket are read when it is too late; nobody is told while something happens.
#   remediation:
#     text: >-
#       Give the trail a log group and a role that may write into it. Where another system reads the bucket at once,
#       mute this.
#     cli: >-
#       aws cloudtrail update-trail --name <trail> --cloud-watch-logs-log-group-arn <log group>
#       --cloud-watch-logs-role-arn <role>
#     cloudformation: |
#       CloudWatchLogsLogGroupArn: !GetAtt LogGroup.Arn
#       CloudWatchLogsRoleArn: !GetAtt LogRole.Arn
#     terraform: |
#       resource "aws_cloudtrail" "this" {
#         cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
#         cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
#       }
#   resource_types: [AWS::CloudTrail::Trail]
#   frameworks:
#     fsbp: [CloudTrail.5]
package pantheon.checks.cloudtrail.trail_feeds_a_log_group

import rego.v1

deny contains "The trail writes into no log group." if {
	object.get(input.properties, "CloudWatchLogsLogGroupArn", "") == ""
}
