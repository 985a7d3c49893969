# METADATA
# title: ElastiCache replication groups deliver their engine logs
# description: >-
#   Looks whether the log of the engine goes to CloudWatch Logs or to Kinesis Data Firehose.
# custom:
#   severity: low
#   risk: >-
#     Failed logins, failovers and commands that are refused leave no trace that anybody could look at.
#   remediation:
#     text: >-
#       Deliver the engine log, and the slow log where commands matter, to CloudWatch Logs.
#     cli: >-
#       aws elasticache modify-replication-group --replication-group-id <group>
#       --log-delivery-configurations file://logs.json
#     cloudformation: |
#       LogDeliveryConfigurations:
#         - LogType: engine-log
#           LogFormat: json
#           DestinationType: cloudwatch-logs
#           DestinationDetails:
#             CloudWatchLogsDetails:
#               LogGroup: !Ref Logs
#     terraform: |
#       resource "aws_elasticache_replication_group" "this" {
#         log_delivery_configuration {
#           log_type         = "engine-log"
#           log_format       = "json"
#           destination_type = "cloudwatch-logs"
#           destination      = aws_cloudwatch_log_group.this.name
#         }
#       }
#   resource_types: [AWS::ElastiCache::ReplicationGroup]
package pantheon.checks.elasticache.group_delivers_its_logs

import data.pantheon.lib.elasticache
import rego.v1

skip if elasticache.is_unsettled

delivered := {delivery.LogType | some delivery in object.get(input.properties, "LogDeliveryConfigurations", [])}

deny contains "The log of the engine is delivered nowhere." if not "engine-log" in delivered
