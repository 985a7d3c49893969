# METADATA
# title: Athena workgroups publish metrics of their queries
# description: >-
#   Looks whether the number, the volume and the failures of queries go to CloudWatch.
# custom:
#   severity: low
#   risk: >-
#     Somebody who reads through all data with a stolen key is not seen by the volume of what is scanned.
#   remediation:
#     text: >-
#       Publish the metrics and set an alarm on the volume.
#     cli: >-
#       aws athena update-work-group --work-group <workgroup> --configuration-updates
#       PublishCloudWatchMetricsEnabled=true
#     cloudformation: |
#       WorkGroupConfiguration:
#         PublishCloudWatchMetricsEnabled: true
#     terraform: |
#       resource "aws_athena_workgroup" "this" {
#         configuration {
#           publish_cloudwatch_metrics_enabled = true
#         }
#       }
#   resource_types: [AWS::Athena::WorkGroup]
package pantheon.checks.athena.workgroup_publishes_metrics

import data.pantheon.lib
import rego.v1

skip if input.properties.State == "DISABLED"

unknown := lib.unread(["GetWorkGroup"])

configuration := object.get(input.properties, "WorkGroupConfiguration", {})

deny contains "Metrics of queries are not published." if not configuration.PublishCloudWatchMetricsEnabled
