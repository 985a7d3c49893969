# METADATA
# title: Public hosted zones log queries
# description: >-
#   Looks whether DNS queries for the names of a public zone are logged.
# custom:
#   severity: medium
#   risk: >-
#     Nobody sees when names are searched for weaknesses, or when data is led out or programs are led on through
#     them.
#   remediation:
#     text: >-
#       Log the queries to CloudWatch Logs, whose group has to be in us-east-1.
#     cli: >-
#       aws route53 create-query-logging-config --hosted-zone-id <zone> --cloud-watch-logs-log-group-arn <group>
#     cloudformation: |
#       QueryLoggingConfig:
#         CloudWatchLogsLogGroupArn: !GetAtt LogGroup.Arn
#     terraform: |
#       resource "aws_route53_query_log" "this" {
#         zone_id                  = aws_route53_zone.this.zone_id
#         cloudwatch_log_group_arn = aws_cloudwatch_log_group.dns.arn
#       }
#   resource_types: [AWS::Route53::HostedZone]
#   frameworks:
#     fsbp: [Route53.2]
package pantheon.checks.route53.zone_logs_queries

import data.pantheon.lib
import rego.v1

skip if lib.get(input.properties, ["HostedZoneConfig", "PrivateZone"], false) == true

unknown := lib.unread(["QueryLoggingConfig"])

deny contains "Queries are not logged." if {
	lib.get(input.properties, ["QueryLoggingConfig", "CloudWatchLogsLogGroupArn"], "") == ""
}
