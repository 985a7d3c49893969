# METADATA
# title: Redshift clusters write audit logs
# description: >-
#   Looks whether connections and users are logged to a bucket or to CloudWatch Logs.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell who connected to the warehouse, from where, and who tried.
#   remediation:
#     text: >-
#       Turn audit logging on, to CloudWatch Logs or to a bucket that only auditors change.
#     cli: >-
#       aws redshift enable-logging --cluster-identifier <cluster> --log-destination-type cloudwatch
#       --log-exports connectionlog userlog useractivitylog
#     cloudformation: |
#       LoggingProperties:
#         LogDestinationType: cloudwatch
#         LogExports: [connectionlog, userlog, useractivitylog]
#     terraform: |
#       resource "aws_redshift_logging" "this" {
#         cluster_identifier   = aws_redshift_cluster.this.id
#         log_destination_type = "cloudwatch"
#         log_exports          = ["connectionlog", "userlog", "useractivitylog"]
#       }
#   resource_types: [AWS::Redshift::Cluster]
#   frameworks:
#     fsbp: [Redshift.4]
package pantheon.checks.redshift.cluster_logs_audits

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["LoggingProperties"])

deny contains "Audit logging is off." if not input.properties.LoggingProperties.LoggingEnabled
