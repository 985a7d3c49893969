# METADATA
# title: Kinesis streams keep records for a week
# description: >-
#   Looks for how many hours records are kept: at least 168.
# custom:
#   severity: low
#   risk: >-
#     When a consumer stands still over a weekend, or worked wrongly, what it missed is gone.
#   remediation:
#     text: >-
#       Raise the retention to 168 hours.
#     cli: >-
#       aws kinesis increase-stream-retention-period --stream-name <stream> --retention-period-hours 168
#     cloudformation: |
#       RetentionPeriodHours: 168
#     terraform: |
#       resource "aws_kinesis_stream" "this" {
#         retention_period = 168
#       }
#   resource_types: [AWS::Kinesis::Stream]
package pantheon.checks.kinesis.stream_keeps_records_for_a_week

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["DescribeStreamSummary"])

least_hours := 168

deny contains sprintf("Records are kept for %d hours, less than %d.", [hours, least_hours]) if {
	hours := object.get(input.properties, "RetentionPeriodHours", 24)
	hours < least_hours
}
