# METADATA
# title: Web ACLs log requests
# description: >-
#   Looks whether the requests that the list looks at are logged somewhere.
# custom:
#   severity: medium
#   risk: >-
#     Nobody can tell what was tried, what was let through, or why a customer was turned away.
#   remediation:
#     text: >-
#       Log to a log group, bucket or stream whose name begins with aws-waf-logs-, without headers that hold
#       secrets.
#     cli: >-
#       aws wafv2 put-logging-configuration --logging-configuration
#       ResourceArn=<acl>,LogDestinationConfigs=<destination>
#     cloudformation: |
#       Type: AWS::WAFv2::LoggingConfiguration
#       Properties:
#         ResourceArn: !GetAtt WebACL.Arn
#         LogDestinationConfigs:
#           - !GetAtt LogGroup.Arn
#     terraform: |
#       resource "aws_wafv2_web_acl_logging_configuration" "this" {
#         resource_arn            = aws_wafv2_web_acl.this.arn
#         log_destination_configs = [aws_cloudwatch_log_group.waf.arn]
#       }
#   resource_types: [AWS::WAFv2::WebACL]
#   frameworks:
#     fsbp: [WAF.11]
package pantheon.checks.wafv2.web_acl_logs_requests

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["LogDestinationConfigs"])

deny contains "Its requests are not logged." if count(lib.get(input.properties, "LogDestinationConfigs", [])) == 0
