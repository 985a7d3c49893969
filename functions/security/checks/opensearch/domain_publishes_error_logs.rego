# METADATA
# title: OpenSearch domains publish their error logs
# description: >-
#   Looks whether the error log goes to CloudWatch Logs.
# custom:
#   severity: low
#   risk: >-
#     Failures, scripts that went wrong and nodes that fell over leave no trace that anybody could look
#     at.
#   remediation:
#     text: >-
#       Publish the error log to CloudWatch Logs.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --log-publishing-options file://logs.json
#     cloudformation: |
#       LogPublishingOptions:
#         ES_APPLICATION_LOGS:
#           CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn
#           Enabled: true
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         log_publishing_options {
#           log_type                 = "ES_APPLICATION_LOGS"
#           cloudwatch_log_group_arn = aws_cloudwatch_log_group.this.arn
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.4, OpenSearch.4]
package pantheon.checks.opensearch.domain_publishes_error_logs

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The error log is not published." if {
	not input.properties.LogPublishingOptions.ES_APPLICATION_LOGS.Enabled
}
