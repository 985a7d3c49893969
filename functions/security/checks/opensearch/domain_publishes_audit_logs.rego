# METADATA
# title: OpenSearch domains publish their audit logs
# description: >-
#   Looks whether the audit log goes to CloudWatch Logs.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell who searched what, who failed to log in and who changed whose rights.
#   remediation:
#     text: >-
#       Turn fine-grained access control on and publish the audit log to CloudWatch Logs; then choose in the
#       dashboard what is audited.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --log-publishing-options file://logs.json
#     cloudformation: |
#       LogPublishingOptions:
#         AUDIT_LOGS:
#           CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn
#           Enabled: true
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         log_publishing_options {
#           log_type                 = "AUDIT_LOGS"
#           cloudwatch_log_group_arn = aws_cloudwatch_log_group.this.arn
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.5, OpenSearch.5]
package pantheon.checks.opensearch.domain_publishes_audit_logs

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "The audit log is not published." if not input.properties.LogPublishingOptions.AUDIT_LOGS.Enabled
