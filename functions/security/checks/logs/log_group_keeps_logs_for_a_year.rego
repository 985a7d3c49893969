# METADATA
# title: Log groups keep logs for a year
# description: >-
#   Looks whether a log group deletes events before they are 365 days old. A group that never deletes passes.
# custom:
#   severity: low
#   risk: >-
#     An intrusion is found after months, and the logs that would show how it began are gone.
#   remediation:
#     text: >-
#       Set the retention to 365 days or more, or export the logs into a bucket that keeps them.
#     cli: >-
#       aws logs put-retention-policy --log-group-name <group> --retention-in-days 365
#     cloudformation: |
#       RetentionInDays: 365
#     terraform: |
#       resource "aws_cloudwatch_log_group" "this" {
#         retention_in_days = 365
#       }
#   resource_types: [AWS::Logs::LogGroup]
package pantheon.checks.logs.log_group_keeps_logs_for_a_year

import rego.v1

# AWS keeps the logs of this class for two days, and nobody can change that.
skip if input.properties.LogGroupClass == "DELIVERY"

deny contains sprintf("Events are deleted after %v days.", [days]) if {
	days := input.properties.RetentionInDays
	days < 365
}
